import { formatAmount } from "../../core/amount.ts";
import type { PreparedCall } from "../../executors/executor.ts";

const COIN_DECIMALS = 18;

/** What a call carries of the chain's own coin, which counts in 1e-18 on every chain of this kind. */
export function sayCoins({ native }: { native: string }, { value }: Pick<PreparedCall, "value">): string {
  return `${formatAmount(value, COIN_DECIMALS)} ${native}`;
}

/** The command for people who sign on a command line, its calldata in a file; the key stays where they keep it. */
export function sayCommand({ to, value, chain }: PreparedCall, file: string): string {
  return `cast send ${to} "$(cat ${file})" --value ${value} --chain ${chain} --rpc-url <your RPC> --ledger`;
}

/** A function without the word before it. */
export function sayFunction({ signature }: Pick<PreparedCall, "signature">): string {
  return signature.replace(/^function /, "");
}
