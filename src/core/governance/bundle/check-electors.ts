import { canonical } from "../../canonical.ts";
import { type Bundle, ownEvents } from "./bundle.ts";
import { hashElectors } from "./history.ts";

type Row = Bundle["electors"][number];

/** What is wrong with who may vote: the rows, their sum, and the events that gave each row its weight. */
export function checkElectors(bundle: Bundle): string[] {
  return [...checkRows(bundle), ...checkOpening(bundle), ...checkAdmissions(bundle)];
}

function checkRows({ electors, proposal }: Bundle): string[] {
  const problems: string[] = [];
  for (const [index, { voter }] of electors.entries()) {
    const above = electors[index - 1]?.voter;
    if (above !== undefined && !(above < voter))
      problems.push(`electors row ${index + 1} (${voter}) is there twice, or not in its place.`);
  }
  const { total } = proposal.electorate;
  const sum = electors.reduce((all, { weight }) => all + BigInt(weight), 0n);
  if (total !== undefined && sum > BigInt(total))
    problems.push(`The electors weigh ${sum} together, more than all weight there is (${total}).`);
  return problems;
}

function checkOpening(bundle: Bundle): string[] {
  const rows = bundle.electors.filter(({ admitted }) => admitted === undefined);
  if (ownEvents(bundle)[0]?.body["electorate"] === hashElectors(rows)) return [];
  return [
    `The ${rows.length} electors without "admitted" are not those recorded when the vote opened: a row was changed, added or removed.`,
  ];
}

/** Rows that came later: each is in the event it names, and each such event has its rows. */
function checkAdmissions(bundle: Bundle): string[] {
  const events = ownEvents(bundle);
  const isRole = bundle.proposal.electorate.source.kind === "role";
  const given = new Map<string, { seq: number; row: string }>();
  for (const { seq, kind, actor, body } of events) {
    const rows = kind === "electors-admitted" ? listRows(body) : kind === "ballot-cast" && isRole ? [own(actor)] : [];
    for (const row of rows) if (!given.has(row.voter)) given.set(row.voter, { seq, row: canonical(row) });
  }
  const problems: string[] = [];
  for (const [index, { admitted, ...row }] of bundle.electors.entries()) {
    const known = given.get(row.voter);
    given.delete(row.voter);
    if (admitted === known?.seq && (known === undefined || known.row === canonical(row))) continue;
    problems.push(
      `electors row ${index + 1} (${row.voter}) is not as ${describe(admitted ?? known?.seq)} admitted it.`,
    );
  }
  for (const [voter, { seq }] of given) problems.push(`electors lack ${voter}, whom event ${seq} admitted.`);
  return problems;
}

function own(member: string): Omit<Row, "admitted"> {
  return { voter: member, member, weight: "1" };
}

function listRows({ electors }: Readonly<Record<string, unknown>>): Row[] {
  return Array.isArray(electors) ? electors.map((row) => Object(row) as Row) : [];
}

function describe(seq: number | undefined): string {
  return seq === undefined ? "any event" : `event ${seq}`;
}
