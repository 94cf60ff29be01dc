import { canonical } from "../../canonical.ts";
import { parseShare } from "../share.ts";
import { type Bundle, ownEvents } from "./bundle.ts";
import { compareElectors, compareGiven, hashDelegations, hashElectors } from "./history.ts";

const WALLET = /^0x[0-9a-fA-F]{40}$/;

type Row = Bundle["electors"][number];
type Electorate = Pick<Bundle["proposal"]["electorate"], "source" | "total" | "excluded">;

/** What is wrong with who may vote: the rows, their sum, and the events that gave each row its weight. */
export function checkElectors(bundle: Bundle): string[] {
  return [...checkRows(bundle), ...checkTotals(bundle), ...checkOpening(bundle), ...checkAdmissions(bundle)];
}

function checkRows({ electors }: Bundle): string[] {
  const problems: string[] = [];
  for (const [index, row] of electors.entries()) {
    const above = electors[index - 1];
    const isInPlace = above === undefined || (keyOf(above) !== keyOf(row) && compareElectors(above, row) < 0);
    if (!isInPlace) problems.push(`electors row ${index + 1} (${row.voter}) is there twice, or not in its place.`);
  }
  return problems;
}

function checkTotals({ electors, proposal: { electorate } }: Bundle): string[] {
  const { source } = electorate;
  const houses: Record<string, Electorate> = source.kind === "houses" ? source.houses : { "": electorate };
  const strangers = electors.filter(({ house }) => !Object.hasOwn(houses, house ?? ""));
  const problems = strangers.map(({ voter }) => `${voter} votes in a house that there is not.`);
  for (const [house, own] of Object.entries(houses)) {
    const { total } = own;
    const rows = electors.filter((row) => (row.house ?? "") === house);
    const sum = rows.reduce((all, { weight }) => all + BigInt(weight), 0n);
    if (total !== undefined && sum > BigInt(total))
      problems.push(`The electors weigh ${sum} together, more than all weight there is (${total}).`);
    for (const row of rows.filter((row) => !isPossible(row, own)))
      problems.push(`${row.voter} cannot weigh what it does here.`);
  }
  return problems;
}

/** Whoever carries a role is a member with one vote; of all else weight is a wallet's, and an excluded one has none. */
function isPossible({ voter, member, weight }: Row, { source, excluded = [] }: Electorate): boolean {
  if (source.kind === "role") return voter === member && weight === "1";
  return WALLET.test(voter) && (weight === "0" || !excluded.some((wallet) => wallet === voter));
}

function checkOpening(bundle: Bundle): string[] {
  const rows = bundle.electors.filter(({ admitted }) => admitted === undefined);
  const body = ownEvents(bundle)[0]?.body ?? {};
  const given = (bundle.delegations ?? []).map(({ from, to, share }) => ({ from, to, share: parseShare(share) }));
  const isInPlace = given.every((row, index) => index === 0 || compareGiven(given[index - 1] ?? row, row) < 0);
  const delegations = given.length === 0 ? undefined : hashDelegations(given);
  return [
    ...(body["electorate"] === hashElectors(rows)
      ? []
      : [
          `The ${rows.length} electors without "admitted" are not those recorded when the vote opened: a row was changed, added or removed.`,
        ]),
    ...(body["delegations"] === delegations
      ? []
      : ["The delegations are not those recorded when the vote opened: a row was changed, added or removed."]),
    ...(isInPlace ? [] : ["The delegations are not in their order."]),
  ];
}

/** Rows that came later: each is in the event it names, and each such event has its rows. */
function checkAdmissions(bundle: Bundle): string[] {
  const given = new Map<string, { seq: number; row: string; voter: string }>();
  for (const { seq, kind, body } of ownEvents(bundle)) {
    const rows = kind === "electors-admitted" ? listRows(body) : [];
    for (const row of rows)
      if (!given.has(keyOf(row))) given.set(keyOf(row), { seq, row: canonical(row), voter: row.voter });
  }
  const problems: string[] = [];
  for (const [index, { admitted, ...row }] of bundle.electors.entries()) {
    const known = given.get(keyOf(row));
    given.delete(keyOf(row));
    if (admitted === known?.seq && (known === undefined || known.row === canonical(row))) continue;
    problems.push(
      `electors row ${index + 1} (${row.voter}) is not as ${describe(admitted ?? known?.seq)} admitted it.`,
    );
  }
  for (const { voter, seq } of given.values()) problems.push(`electors lack ${voter}, whom event ${seq} admitted.`);
  return problems;
}

function keyOf({ voter, house }: { voter: string; house?: string | undefined }): string {
  return `${house ?? ""} ${voter}`;
}

function listRows({ electors }: Readonly<Record<string, unknown>>): Row[] {
  return Array.isArray(electors) ? electors.map((row) => Object(row) as Row) : [];
}

function describe(seq: number | undefined): string {
  return seq === undefined ? "any event" : `event ${seq}`;
}
