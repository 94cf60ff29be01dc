import { type DelegationRow, listDelegations } from "../../../db/delegations.ts";
import type { App } from "../../app.ts";
import type { PlannedSource } from "../../core/governance/life-stage.ts";
import type { DelegationRule } from "../../core/governance/rule-pack.ts";
import type { Share } from "../../core/governance/share.ts";
import { planElectorate } from "../proposals/plan-electorate.ts";

/** Rules of the config by which weight can be given to another, in one house of theirs where there are houses. */
export type DelegatingRules = DelegationRule & { title: string; house?: string };

/** A delegation as either side sees it. */
export type DelegationView = { member: string; share: Share; madeAt: number; expiresAt: number | undefined };

/** What a member gave and holds now, and by which rules it counts. */
export type DelegationsView = {
  given: readonly DelegationView[];
  held: readonly DelegationView[];
  rules: readonly DelegatingRules[];
};

/** A member's delegations as they stand. */
export function describeDelegations(app: App, member: string): DelegationsView {
  const now = app.now();
  return {
    given: listDelegations(app.db, now, { from: member }).map((row) => describe(row, row.to)),
    held: listDelegations(app.db, now, { to: member }).map((row) => describe(row, row.from)),
    rules: listDelegatingRules(app),
  };
}

/** The rules of the config by which delegations count. */
export function listDelegatingRules({ config }: Pick<App, "config">): DelegatingRules[] {
  return Object.values(config.rulePacks).flatMap(({ pack, electorate = config.voting.electorate }) => {
    const { source } = planElectorate(config, electorate, pack);
    if (pack.counting !== "two-house") return rulesOf(pack, source);
    return Object.entries(pack.houses).flatMap(([name, house]) =>
      rulesOf(house, source.kind === "houses" ? source.houses[name]?.source : undefined).map((rules) => ({
        ...rules,
        title: pack.title,
        house: house.title,
      })),
    );
  });
}

/** Whoever carries an unlisted role has weight only once they vote themselves, so there it cannot be given away. */
function rulesOf(
  { title, delegation }: { title: string; delegation?: DelegationRule },
  source: PlannedSource | undefined,
): DelegatingRules[] {
  if (delegation === undefined || (source?.kind === "role" && !source.listed)) return [];
  return [{ title, ...delegation }];
}

function describe({ share, madeAt, expiresAt }: DelegationRow, member: string): DelegationView {
  return { member, share, madeAt, expiresAt: expiresAt ?? undefined };
}
