import { checkCallSource } from "./call.ts";
import { checkStakeGetter } from "./stake.ts";

/** An electorate of the config, as far as its signatures go. */
type Signed = { kind: string; weight?: string; total?: string | undefined; stake?: { read: string } | undefined };

/** What is wrong with the signatures that an electorate's weights are read by, in words; nothing where it has none. */
export function checkSignatures({ kind, weight, total, stake }: Signed): string[] {
  if (kind === "call" && weight !== undefined) return checkCallSource({ weight, total });
  return kind === "nodes" && stake !== undefined ? checkStakeGetter(stake) : [];
}
