/** Tables whose rows are written once: triggers refuse every UPDATE and DELETE. */
export const appendOnly = [
  "interaction",
  "revision",
  "vote",
  "elector",
  "snapshot_weight",
  "vote_delegation",
  "ballot",
  "ballot_signature",
  "event",
  "handoff",
  "execution",
  "reward",
  "flow",
  "reading",
  "quote",
  "report",
  "correction",
  "fee",
] as const;

/** The SQL of the triggers that a table needs, by trigger name; empty for a table whose rows may change. */
export function triggersOf(table: string): Record<string, string> {
  const own = endingOnce[table];
  if (own !== undefined) return own;
  if (!appendOnly.some((name) => name === table)) return {};
  return {
    [`${table}_no_update`]: refusal(table, "no_update", "UPDATE", `${table} rows are never changed`),
    [`${table}_no_delete`]: refusal(table, "no_delete", "DELETE", `${table} rows are never deleted`),
  };
}

/** A link may be ended, once; everything else about it stays as it was proven. */
const walletTriggers: Record<string, string> = {
  wallet_no_update: refusal(
    "wallet",
    "no_update",
    "UPDATE OF id, address, member, linked_at, message, signature",
    "a wallet link is never changed",
  ),
  wallet_ends_once: refusal(
    "wallet",
    "ends_once",
    "UPDATE OF unlinked_at",
    "a wallet link ends once",
    "OLD.unlinked_at IS NOT NULL",
  ),
  wallet_no_delete: refusal("wallet", "no_delete", "DELETE", "a wallet link is never deleted"),
};

/** A delegation may be ended, once; what was given to whom stays as it was. */
const delegationTriggers: Record<string, string> = {
  delegation_no_update: refusal(
    "delegation",
    "no_update",
    'UPDATE OF id, "from", "to", share, made_at, expires_at',
    "a delegation is never changed",
  ),
  delegation_ends_once: refusal(
    "delegation",
    "ends_once",
    "UPDATE OF ended_at",
    "a delegation ends once",
    "OLD.ended_at IS NOT NULL",
  ),
  delegation_no_delete: refusal("delegation", "no_delete", "DELETE", "a delegation is never deleted"),
};

const endingOnce: Readonly<Record<string, Record<string, string>>> = {
  wallet: walletTriggers,
  delegation: delegationTriggers,
};

function refusal(table: string, suffix: string, on: string, because: string, when?: string): string {
  const condition = when === undefined ? "" : ` WHEN ${when}`;
  return `CREATE TRIGGER \`${table}_${suffix}\` BEFORE ${on} ON \`${table}\`${condition} BEGIN SELECT RAISE(ABORT, '${because}'); END;`;
}
