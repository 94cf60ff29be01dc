import type { Address } from "viem";
import type { Calls } from "./calls.ts";
import type { PreparedFile } from "./executor.ts";

/** The calls as Safe{Wallet}'s Transaction Builder imports them; the nonce has to be set there by hand. */
export function builderFile(
  { chain, safe }: { chain: number; safe: Address },
  { targets, values, calldatas }: Calls,
  { id, nonce }: { id: string; nonce: string },
): PreparedFile {
  const batch = {
    version: "1.0",
    chainId: String(chain),
    // The same bytes whenever it is made.
    createdAt: 0,
    meta: {
      name: "Steward",
      description: `Nonce ${nonce}; safeTxHash ${id}`,
      createdFromSafeAddress: safe,
    },
    transactions: targets.map((to, index) => ({
      to,
      value: String(values[index] ?? 0n),
      data: calldatas[index] ?? "0x",
      contractMethod: null,
      contractInputsValues: null,
    })),
  };
  return {
    name: "safe-builder.json",
    what: `The same for Safe{Wallet}'s Transaction Builder; set its nonce to ${nonce} and compare the safeTxHash`,
    text: `${JSON.stringify(batch, null, 2)}\n`,
  };
}
