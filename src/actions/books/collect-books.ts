import { findCursor } from "../../../db/cursors.ts";
import { listEpochTimes } from "../../../db/epochs.ts";
import { type FlowRow, listFlowsFrom } from "../../../db/flows.ts";
import { listNodes } from "../../../db/nodes.ts";
import { findReadingAt, listReadings, type ReadingRow } from "../../../db/readings.ts";
import { payments } from "../../../db/rewards.ts";
import type { App } from "../../app.ts";
import { legLabel, legWord } from "../../core/treasury/by-position.ts";
import type { Period } from "../../core/treasury/periods.ts";
import type { FlowFact, PositionFacts, ReadingFact } from "../../core/treasury/position-facts.ts";
import type { SourceFacts, StatementFacts } from "../../core/treasury/statement/statement-facts.ts";
import type { Statement, StatementBlock } from "../../core/treasury/statement.ts";
import { findRewardSource } from "../../sources/rewards/index.ts";
import { findYieldSource } from "../../sources/yields/index.ts";
import { nameChain } from "../name-chain.ts";
import { cursorOf } from "../rewards/read-rewards.ts";
import { tokenOf } from "../token-of.ts";
import { collectGas } from "./collect-gas.ts";
import { collectMarks } from "./collect-marks.ts";
import { findPrice } from "./find-price.ts";

/** What the database knows of a stretch of time: the part of a statement's facts that is read and not asked for. */
export type Books = Pick<
  StatementFacts,
  "sources" | "positions" | "readAt" | "bookedTo" | "prices" | "priceOf" | "gas" | "marks" | "inflation"
>;

/** A statement whose sources, with their tokens, and positions, with their legs, are wanted. */
export type Like = Pick<Statement, "rewards" | "positions">;

/**
 * Collects what is stored of [from, to), and the newest readings and prices before its ends: of all that the config names, or as much of it as
 * a statement has. Reads only.
 */
export function collectBooks(app: App, span: Period, like?: Like): Books {
  const sources = Object.keys(app.config.rewards)
    .filter((name) => !like || like.rewards.some(({ source }) => source === name))
    .flatMap((name) => collectSource(app, name, span))
    .filter(
      ({ source, token }) =>
        !like || like.rewards.some((one) => one.source === source && one.token.name === token.name),
    );
  const positions = Object.keys(app.config.positions)
    .filter((name) => !like || like.positions.some(({ position }) => position === name))
    .flatMap((name) => collectPosition(app, name, span))
    .filter(
      ({ facts: { position, leg } }) =>
        !like || like.positions.some((one) => one.position === position && one.leg === leg),
    );
  const tokens = Object.entries(app.config.tokens);
  return {
    sources,
    positions: positions.map(({ facts }) => facts),
    readAt: blocksOf(
      app,
      positions.flatMap(({ rows }) => rows),
    ),
    bookedTo: bookedTo(app),
    prices: Object.keys(app.config.prices).flatMap((name) => findPrice(app, name, span.to) ?? []),
    priceOf: Object.fromEntries(tokens.flatMap(([name, { price }]) => (price === undefined ? [] : [[name, price]]))),
    gas: collectGas(app, span),
    marks: collectMarks(app, span),
    inflation: app.config.inflation,
  };
}

/** One account for each token that the source pays in. */
function collectSource(app: App, name: string, span: Period): SourceFacts[] {
  const { label, tokens, oneOff, epochSeconds } = findRewardSource(app.config, name);
  const epochs = listEpochTimes(app.db, name, span.from);
  const nodes = listNodes(app.db, name).map(({ node, region, since, until }) => ({
    node,
    region: region ?? undefined,
    since,
    until: until ?? undefined,
  }));
  return tokens.map((token) => ({
    ...{ source: name, label, token: tokenOf(app, token), nodes, oneOff, epochs, epochSeconds },
    payments: payments(app.db, name, token, span),
  }));
}

/** What is stored of a position's legs over [from, to), from the reading before it on: one account for each leg, with its readings as they are stored. */
export function collectPosition(app: App, name: string, span: Period): { facts: PositionFacts; rows: ReadingRow[] }[] {
  const { label, protocol, chain, legs } = findYieldSource(app.config, name);
  const anchor = findReadingAt(app.db, name, span.from)?.at ?? span.from;
  const read = listReadings(app.db, name, { from: anchor, to: span.to });
  const moved = listFlowsFrom(app.db, name, anchor);
  const told = (leg: string) => {
    const rows = read.filter((row) => row.leg === leg);
    const flows = moved.filter((row) => row.leg === leg).map((row) => flowFact(app, row));
    return { rows, readings: rows.map(readingFact), flows };
  };
  return legs.map(({ leg, token, kind, earnedOn }) => {
    const { rows, readings, flows } = told(leg);
    const shown = tokenOf(app, token);
    const named = { position: name, leg, kind, label: legLabel(label, legWord(leg, shown.symbol)) };
    const principal = earnedOn === undefined ? undefined : told(earnedOn);
    const facts = { ...named, protocol, chain, token: shown, readings, flows, earnedOn: principal };
    return { facts, rows };
  });
}

/** A stored reading, as accounts are made of it. */
export function readingFact({ block, at, amount, shares, growth, quoted, health, unlocks }: ReadingRow): ReadingFact {
  const held = { block, at, amount, shares: shares ?? undefined, growth: growth ?? undefined };
  return { ...held, quoted: quoted ?? undefined, health: health ?? undefined, unlocks: unlocks ?? undefined };
}

/** A stored flow, as accounts are made of it. */
export function flowFact({ config }: Pick<App, "config">, row: FlowRow): FlowFact {
  const { chain, transaction, logIndex, part, block, at, direction, amount, shares, counterparty } = row;
  const isPayer = config.incomeFrom.some((payer) => payer.chain === chain && payer.address === counterparty);
  const isIncome = direction === "in" && isPayer;
  return {
    transaction,
    logIndex,
    part,
    block,
    at,
    direction,
    amount,
    shares: shares ?? undefined,
    isIncome,
    counterparty: counterparty ?? undefined,
  };
}

/** The blocks of readings, each once, oldest first. */
export function blocksOf(app: App, rows: readonly ReadingRow[]): StatementBlock[] {
  const blocks = new Map(
    rows.map(({ chain, block, blockHash, at }) => [
      `${chain}:${block}`,
      { chain, name: nameChain(app, chain), block, hash: blockHash, timestamp: at },
    ]),
  );
  return [...blocks.values()].sort((a, b) => (a.block < b.block ? -1 : a.block > b.block ? 1 : 0));
}

function bookedTo(app: App): StatementBlock[] {
  return Object.entries(app.config.rewards).flatMap(([name, { chain }]) => {
    const cursor = findCursor(app.db, chain, cursorOf(name));
    return cursor
      ? [{ chain, name: nameChain(app, chain), block: cursor.block, hash: cursor.hash, timestamp: cursor.at }]
      : [];
  });
}
