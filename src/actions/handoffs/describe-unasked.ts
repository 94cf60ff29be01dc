import { findEventAt } from "../../../db/events.ts";
import type { App } from "../../app.ts";
import { Refusal } from "../../errors.ts";
import { describeSeenCall, type SeenCallView } from "../calls/describe-seen-call.ts";
import { nameChain } from "../name-chain.ts";
import { UNASKED, type Unasked } from "./unasked.ts";

/** Something that was done on chain and that no vote here asked for. */
export type UnaskedView = Omit<Unasked, "calls"> & {
  /** Kind of the executor: `governor`, `timelock`, `safe`; empty where the config no longer has it. */
  kind: string;
  calls: readonly SeenCallView[] | undefined;
  chainName: string;
  /** Base address of the chain's explorer, without a slash at its end. */
  explorer: string | undefined;
  /** Roles of those who have to know at once; none where they were woken often enough. */
  treasurers: readonly string[];
};

/** What was seen and kept under an event's number; Refusal where there is none. */
export function describeUnasked(app: App, seq: number, isQuiet = false): UnaskedView {
  const event = findEventAt(app.db, seq, UNASKED);
  if (event === undefined) throw new Refusal(`There is nothing unasked under ${seq}.`);
  const kept = JSON.parse(event.body) as Unasked;
  return {
    ...kept,
    kind: app.config.executors[kept.executor]?.kind ?? "",
    calls: kept.calls?.map((call) => describeSeenCall(app, kept.chain, call)),
    chainName: nameChain(app, kept.chain),
    explorer: app.config.chains[String(kept.chain)]?.explorer,
    treasurers: isQuiet ? [] : app.config.roles.treasurer,
  };
}
