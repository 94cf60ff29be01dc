import type { Address, Hex } from "viem";
import type { Chain } from "../../chain/chain.ts";
import { createChains } from "../../chain/chains.ts";
import { readTokenDecimals } from "../../chain/token-decimals.ts";
import { chain as chainSchema } from "../../config/chains.ts";
import { readRpcUrls } from "../../config/environment.ts";
import { Refusal } from "../../errors.ts";
import { createLog } from "../../log.ts";

/** A receipt as a node gave it, the chain it was found on, and how to ask that chain for decimals. */
export type Fetched = {
  chain: number;
  receipt: unknown;
  readDecimals: (tokens: readonly Address[]) => Promise<ReadonlyMap<Address, number>>;
};

/** Asks the named chain, or every chain that the environment has RPC URLs of, for a receipt. Throws Refusal where none has it. */
export async function fetchReceipt(hash: Hex, wanted: number | undefined): Promise<Fetched> {
  const chains = openChains(wanted);
  for (const chain of chains) {
    const receipt = await chain.wholeReceipt(hash);
    if (receipt === undefined) continue;
    return { chain: chain.id, receipt, readDecimals: (tokens) => readDecimals(chain, tokens) };
  }
  throw new Refusal(`No transaction ${hash} is in a block of ${chains.map(({ name }) => name).join(", ")}.`);
}

async function readDecimals(chain: Chain, tokens: readonly Address[]): Promise<ReadonlyMap<Address, number>> {
  return chain.read(await chain.finalized(), readTokenDecimals(tokens));
}

function openChains(wanted: number | undefined): readonly Chain[] {
  const { urls, problems } = readRpcUrls(process.env);
  if (problems.length > 0) throw new Refusal(problems.map(({ where, what }) => `${where} ${what}.`).join(" "));
  if (wanted !== undefined && urls[wanted] === undefined)
    throw new Refusal(`Chain ${wanted} has no RPC URL.`, { hint: `Set RPC_URLS_${wanted}.` });
  const ids = wanted === undefined ? Object.keys(urls) : [String(wanted)];
  if (ids.length === 0)
    throw new Refusal("There is no chain to ask.", { hint: "Set RPC_URLS_<chain>, or give --receipt <file.json>." });
  const config = { chains: Object.fromEntries(ids.map((id) => [id, chainSchema.parse({ name: `chain ${id}` })])) };
  return createChains(config, urls, createLog({ level: "error" })).list();
}
