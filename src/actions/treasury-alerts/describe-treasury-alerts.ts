import { findNewestOfKind, findOutbox } from "../../../db/outbox.ts";
import type { App, Refs } from "../../app.ts";
import { legLabel } from "../../core/treasury/by-position.ts";
import { changesOf, fromRefs, type RiskAlert } from "../../core/treasury/risk/alerts.ts";
import type { StatementToken } from "../../core/treasury/statement.ts";
import { Refusal } from "../../errors.ts";
import { findYieldSource } from "../../sources/yields/index.ts";
import { tokenOf } from "../token-of.ts";
import { TREASURY_ALERTS } from "./watch-treasury.ts";

/** One alert by what its words need: what members call it, and of an unlock its token and when it is. */
export type ToldRisk = Pick<RiskAlert, "topic" | "state" | "figure"> & {
  label: string;
  token: StatementToken | undefined;
  at: number;
};

/** What began and what is over, as a message says it. */
export type TreasuryAlertsView = { began: readonly ToldRisk[]; ended: readonly ToldRisk[] };

/** What the message of a quarter of an hour says: what its references have and the message before has not, and the other way round. */
export function describeTreasuryAlerts(app: App, refs: Refs): TreasuryAlertsView {
  const message = findOutbox(app.db, `${TREASURY_ALERTS}:${refs["slot"]}`);
  if (message === undefined) throw new Refusal("There is no such message.");
  const before = fromRefs(findNewestOfKind(app.db, TREASURY_ALERTS, message.id)?.refs ?? {});
  const { began, ended } = changesOf(before, fromRefs(refs));
  const tell = (alert: RiskAlert) => toldRisk(app, alert);
  // What is no longer asked for is not over.
  const isAsked = ({ topic }: RiskAlert) => app.config.treasuryAlerts?.[topic] ?? false;
  return { began: began.map(tell), ended: ended.filter(isAsked).map(tell) };
}

function toldRisk(app: App, { topic, about, state, figure }: RiskAlert): ToldRisk {
  const [name = "", leg = "", at = "0"] = about.split("/");
  const isOfPosition = topic === "health" || topic === "unlocks";
  return {
    ...{ topic, state, figure, at: Number(at) },
    label: isOfPosition ? labelOf(app, name, leg) : topic === "pegs" ? tokenOf(app, name).symbol : name,
    token: topic === "unlocks" ? tokenOf(app, state) : undefined,
  };
}

/** Its name where the config no longer has it. */
function labelOf(app: App, name: string, leg: string): string {
  return legLabel(app.config.positions[name] === undefined ? name : findYieldSource(app.config, name).label, leg);
}
