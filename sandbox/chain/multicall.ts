import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Address, Hex } from "viem";
import type { Rpc } from "./rpc.ts";

/** Where Multicall3 lives on every public chain. */
export const MULTICALL: Address = "0xcA11bde05977b3631167028862bE2a173976CA11";

const SOMEBODY: Address = "0x000000000000000000000000000000000000fee1";

/** Puts Multicall3 at its well-known address. */
export async function placeMulticall(rpc: Rpc): Promise<void> {
  const viem = createRequire(import.meta.url).resolve("viem/package.json");
  const constants = pathToFileURL(join(dirname(viem), "_esm/constants/contracts.js"));
  const { multicall3Bytecode } = (await import(constants.href)) as { multicall3Bytecode: Hex };
  // What a creation returns is the code to place; a call without a target runs one without a trace.
  const code = await rpc<Hex>("eth_call", { from: SOMEBODY, data: multicall3Bytecode }, "latest");
  await rpc("anvil_setCode", MULTICALL, code);
}
