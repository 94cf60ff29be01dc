import { findEventAt } from "../../../db/events.ts";
import type { App } from "../../app.ts";
import { Refusal } from "../../errors.ts";
import { findParameter, formatValue } from "../../parameters/registry.ts";
import { nameChain } from "../name-chain.ts";
import { PROMISE, type PromiseState } from "./compare-promises.ts";

/** A voted parameter that no longer stands as it did, values as members read them. */
export type PromiseView = PromiseState & {
  proposal: number;
  title: string;
  target: string | undefined;
  chainName: string;
  /** Base address of the chain's explorer, without a slash at its end. */
  explorer: string | undefined;
};

/** What was found and kept under an event's number; Refusal where there is none. */
export function describePromise(app: App, seq: number): PromiseView {
  const event = findEventAt(app.db, seq, PROMISE);
  if (event?.proposal === undefined || event.proposal === null)
    throw new Refusal(`There is nothing about a promise under ${seq}.`);
  const kept = JSON.parse(event.body) as PromiseState;
  const { title, target, written } = inWords(app, kept.parameter);
  return {
    ...kept,
    ...{ proposal: event.proposal, title, target, voted: written(kept.voted) },
    found: kept.found === undefined ? undefined : written(kept.found),
    chainName: nameChain(app, kept.chain),
    explorer: app.config.chains[String(kept.chain)]?.explorer,
  };
}

/** Raw where the config no longer knows the parameter. */
function inWords({ config }: App, parameter: string) {
  try {
    const ref = findParameter(config, parameter);
    const written = (raw: string) => formatValue(config, ref, raw);
    return { title: ref.title, target: ref.config.target as string, written };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { title: parameter, target: undefined, written: (raw: string) => raw };
  }
}
