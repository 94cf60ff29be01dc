import { listAlertsOf, type NamedAlert } from "../../../db/alerts.ts";
import type { App, Refs } from "../../app.ts";
import type { AlertKind } from "../../core/rewards/kinds.ts";
import { byName } from "../../core/rewards/node-pay.ts";
import type { StatementToken } from "../../core/treasury/statement.ts";
import { Refusal } from "../../errors.ts";
import { findRewardSource } from "../../sources/rewards/index.ts";
import { tokenOf } from "../token-of.ts";
import { ownNodeIds } from "./tell-owners.ts";

/** One alert as a summary tells it: of a node, or of a cohort where there is no name. */
export type ToldAlert = {
  kind: AlertKind;
  name: string | undefined;
  region: string | undefined;
  cohort: string;
  facts: Readonly<Record<string, string | number>>;
  /** What its amounts are in. */
  token: StatementToken | undefined;
};

/** Alerts of one kind in one source, in order of the nodes' names. `left` are those that are over because the node is gone. */
export type AlertGroup = { label: string | undefined; kind: AlertKind | "left"; alerts: readonly ToldAlert[] };

/** What began and what is over in a quarter of an hour. */
export type NodeAlertsView = { isOwn: boolean; began: readonly AlertGroup[]; ended: readonly AlertGroup[] };

/**
 * What a summary says, as it stands now, of all nodes or of a member's own; labels name the sources where there are several. What began
 * and ended within it is only over.
 */
export function describeNodeAlerts(app: App, refs: Refs): NodeAlertsView {
  const { slot, member } = refs;
  if (typeof slot !== "number") throw new Refusal("The summary names no time.");
  const own = member === undefined ? undefined : ownNodeIds(app, String(member));
  const { began, ended } = listAlertsOf(app.db, slot);
  const isMeant = ({ node }: NamedAlert) => own === undefined || (node !== null && own.has(node));
  return {
    isOwn: own !== undefined,
    began: groupsOf(
      app,
      began.filter((row) => isMeant(row) && row.clearedIn !== slot),
      ({ kind }) => kind,
    ),
    ended: groupsOf(app, ended.filter(isMeant), ({ kind, until }) => (until === null ? kind : "left")),
  };
}

function groupsOf(
  app: App,
  rows: readonly NamedAlert[],
  kindOf: (row: NamedAlert) => AlertGroup["kind"],
): AlertGroup[] {
  const isOnly = Object.keys(app.config.rewards).length < 2;
  const groups = Map.groupBy(rows, (row) => `${kindOf(row)} ${row.source}`);
  return [...groups.values()].flatMap((group): AlertGroup[] => {
    const [first] = group;
    if (first === undefined) return [];
    const alerts = group.map((row) => tell(app, row)).sort((a, b) => byName(a.name ?? "", b.name ?? ""));
    return [{ label: isOnly ? undefined : labelOf(app, first.source), kind: kindOf(first), alerts }];
  });
}

/** An alert by what its words need; its token as the config has it. */
export function tell(app: App, { kind, name, region, cohort, facts }: Omit<NamedAlert, "owner" | "until">): ToldAlert {
  const token = facts["token"];
  return {
    ...{ kind, cohort, facts, name: name ?? undefined, region: region ?? undefined },
    token: token === undefined ? undefined : tokenOf(app, String(token)),
  };
}

/** What members call a source; its name where the config no longer has it. */
function labelOf(app: App, source: string): string {
  return app.config.rewards[source] === undefined ? source : findRewardSource(app.config, source).label;
}
