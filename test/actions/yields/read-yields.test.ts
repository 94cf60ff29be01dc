import { parseUnits } from "viem";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findQuote } from "../../../db/quotes.ts";
import { findReading, listReadings } from "../../../db/readings.ts";
import { readYields as job } from "../../../jobs/read-yields.ts";
import { TREASURY_MOVES } from "../../../sandbox/chain/heliogrid.ts";
import { startWorld } from "../../../sandbox/chain/world.ts";
import { heliogridConfig } from "../../../sandbox/heliogrid-config.ts";
import { findPrice } from "../../../src/actions/books/find-price.ts";
import { readClosing } from "../../../src/actions/yields/read-closing.ts";
import { readPositions } from "../../../src/actions/yields/read-positions.ts";
import { readYields } from "../../../src/actions/yields/read-yields.ts";
import { flowsOf } from "../../support/rows.ts";
import { startRpcProxy } from "../../support/rpc-proxy.ts";
import { createWorldApp, encode, type WorldApp, worldConfig } from "../../support/world-app.ts";
import { createWorldReader } from "../../support/world-reader.ts";

let started: Awaited<ReturnType<typeof startWorld>>;
let reader: ReturnType<typeof createWorldReader>;

beforeAll(async () => {
  started = await startWorld();
  reader = createWorldReader(started.world);
});
afterAll(() => started.stop());

const ever = { from: 0, to: Number.MAX_SAFE_INTEGER };
const chain = (app: WorldApp) => app.chains.get(31_337);

async function vaultAt(block: bigint): Promise<{ shares: bigint; amount: bigint }> {
  const { safe } = started.world.addresses;
  const shares = await reader.read<bigint>("vault", "balanceOf", [safe], Number(block));
  return { shares, amount: await reader.read<bigint>("vault", "convertToAssets", [shares], Number(block)) };
}

test("default: positions and prices are read at one final block, exactly as the contracts say", async () => {
  const app = await createWorldApp(started.world);
  await readYields(app, 31_337);
  const block = await chain(app).finalized();
  const { safe } = started.world.addresses;
  expect(findReading(app.db, "reserve", block.number)).toMatchObject({
    ...(await vaultAt(block.number)),
    blockHash: block.hash,
    at: block.timestamp,
    token: "dollar",
  });
  const amount = await reader.read<bigint>("token", "balanceOf", [safe], Number(block.number));
  expect(findReading(app.db, "helio", block.number)).toMatchObject({ amount, shares: amount });
  const [round, answer, , updatedAt] = await reader.read<bigint[]>(
    "helioFeed",
    "latestRoundData",
    [],
    Number(block.number),
  );
  expect(findQuote(app.db, "helio-usd", block.number)).toMatchObject({
    round,
    answer,
    decimals: 8,
    updatedAt: Number(updatedAt),
  });
});

test("default: flows of the vault are the treasury's deposits and withdrawals, to the last unit", async () => {
  const app = await createWorldApp(started.world);
  await readYields(app, 31_337);
  const flows = flowsOf(app.db, "reserve").map(({ direction, amount }) => [direction, amount]);
  const moves = TREASURY_MOVES.filter(({ kind }) => kind === "deposit" || kind === "withdraw");
  expect(flows).toEqual(moves.map(({ kind, amount }) => [kind === "deposit" ? "in" : "out", amount]));
});

test("behavior: a plain balance is what came in less what went out, so that it earns nothing", async () => {
  const app = await createWorldApp(started.world);
  await readYields(app, 31_337);
  const block = await chain(app).finalized();
  for (const position of ["dollars", "helio"]) {
    const sum = flowsOf(app.db, position).reduce(
      (all, { direction, amount }) => all + (direction === "in" ? amount : -amount),
      0n,
    );
    expect(sum).toBe(findReading(app.db, position, block.number)?.amount);
  }
});

test("behavior: readings at the beginnings of past days are made up for, exactly", async () => {
  const app = await createWorldApp(started.world);
  await readYields(app, 31_337);
  const block = await chain(app).finalized();
  const midnight = Math.floor(block.timestamp / 86_400) * 86_400;
  for (const days of [0, 1, 7]) {
    const { number } = await chain(app).blockAt(midnight - days * 86_400);
    expect(findReading(app.db, "reserve", number)).toMatchObject(await vaultAt(number));
  }
  const count = listReadings(app.db, "reserve", ever).length;
  expect(count).toBeGreaterThan(10);
  expect((await job.run(app)).did).toEqual({ readings: 0 });
  expect(listReadings(app.db, "reserve", ever)).toHaveLength(count);
});

/** The world through a node that keeps the state of its newest final block, and of no other. */
async function appWithoutPast() {
  const probe = await createWorldApp(started.world);
  const final = await chain(probe).finalized();
  const proxy = await startRpcProxy(started.url, {
    on: ({ method, params }) => {
      const at = params[1] as { blockHash?: string } | undefined;
      if (method !== "eth_call" || at?.blockHash === undefined || at.blockHash === final.hash) return undefined;
      return { error: { code: -32000, message: "missing trie node" } };
    },
  });
  const app = await createWorldApp(started.world, { urls: [proxy.url] });
  return { app, final };
}

test("behavior: a node without past state leaves the past unknown, and reads the present all the same", async () => {
  const { app, final } = await appWithoutPast();
  const { did } = await job.run(app);
  expect(listReadings(app.db, "reserve", ever).map(({ block }) => block)).toEqual([final.number]);
  // Feeds remember what they said, so that prices are known all the same; and each moment is asked about once.
  const midnight = Math.floor(final.timestamp / 86_400) * 86_400;
  for (const days of [0, 1, 7]) {
    const { number } = await chain(app).blockAt(midnight - days * 86_400);
    const [round, answer] = await reader.read<bigint[]>("helioFeed", "latestRoundData", [], Number(number));
    expect(findQuote(app.db, "helio-usd", number)).toMatchObject({ round, answer });
  }
  expect(did?.["readings"]).toBeGreaterThan(20);
  expect((await job.run(app)).did).toEqual({ readings: 0 });
});

test("behavior: a position that cannot be read is said and left unknown, the others are read", async () => {
  const { positions } = heliogridConfig(started.world);
  const broken = { ...positions["reserve"], vault: started.world.addresses.registry } as never;
  const app = await createWorldApp(started.world, { changes: { positions: { ...positions, broken } as never } });
  const block = await chain(app).finalized();
  const { unread } = await readPositions(app, 31_337, block);
  expect(unread).toEqual([{ name: "broken", reason: expect.stringContaining("balanceOf of") }]);
  expect(findReading(app.db, "broken", block.number)).toBeUndefined();
  expect(findReading(app.db, "reserve", block.number)).toBeDefined();
});

test("behavior: a share of a vault is priced by what it converts to, at the block it is read", async () => {
  const { prices } = worldConfig(started.world);
  const share = {
    ...{ kind: "rate", chain: 31_337, base: "dollar-usd", contract: started.world.addresses.vault, decimals: 6 },
    ...{ getter: "function convertToAssets(uint256 shares) view returns (uint256)", argument: 1_000_000 },
  } as never;
  const app = await createWorldApp(started.world, { changes: { prices: { ...prices, share } as never } });
  const block = await chain(app).finalized();
  await readPositions(app, 31_337, block);
  const rate = await reader.read<bigint>("vault", "convertToAssets", [1_000_000n], Number(block.number));
  const base = findQuote(app.db, "dollar-usd", block.number);
  expect(findQuote(app.db, "share", block.number)).toEqual({
    ...base,
    ...{ price: "share", answer: (base?.answer ?? 0n) * rate * 10_000n, decimals: 18 },
  });
  expect(rate).toBeGreaterThan(1_000_000n);
});

test("behavior: where a period's end has no state any more, its prices are the rounds that held at that second", async () => {
  const { app, final } = await appWithoutPast();
  for (const days of [1, 3, 9]) {
    const to = final.timestamp - days * 86_400;
    const { blocks, unread } = await readClosing(app, to);
    expect(unread).toEqual(new Map());
    const [end] = blocks;
    const number = end?.block ?? 0n;
    expect(findReading(app.db, "reserve", number)).toBeUndefined();
    for (const [name, feed] of [
      ["helio-usd", "helioFeed"],
      ["dollar-usd", "dollarFeed"],
    ] as const) {
      const [round, answer, , at] = await reader.read<bigint[]>(feed, "latestRoundData", [], Number(number));
      expect(findQuote(app.db, name, number)).toMatchObject({ round, answer, decimals: 8, updatedAt: Number(at) });
    }
    expect(findPrice(app, "helio-usd", to)).toMatchObject({ block: number, stale: false });
  }
});

test.each([
  ["below its bounds", { min: "99999999999" }, "below the bounds"],
  ["above its bounds", { max: "1" }, "above the bounds"],
  ["long silent", { heartbeatSeconds: 1 }, "has been silent"],
])("error: a price %s is no price", async (_, limits, why) => {
  const { prices } = worldConfig(started.world);
  const feed = { chain: 31_337, feed: started.world.addresses.helioFeed, ...limits } as never;
  const app = await createWorldApp(started.world, { changes: { prices: { ...prices, strange: feed } as never } });
  const block = await chain(app).finalized();
  const { unread } = await readPositions(app, 31_337, { ...block, timestamp: block.timestamp + 100 });
  expect(unread).toEqual([{ name: "strange", reason: expect.stringContaining(why) }]);
  expect(findQuote(app.db, "strange", block.number)).toBeUndefined();
});

test("behavior: shares that change hands without a deposit are a flow at their worth, not income", async () => {
  const app = await createWorldApp(started.world);
  const { safe, vault } = started.world.addresses;
  await readYields(app, 31_337);
  const before = flowsOf(app.db, "reserve").length;
  await app.rpc("anvil_impersonateAccount", safe);
  await app.rpc("anvil_setBalance", safe, "0xde0b6b3a7640000");
  const shares = parseUnits("1000", 6);
  await app.send(safe, vault, encode("ReserveVault", "transfer", started.world.roles.keeper, shares));
  await readYields(app, 31_337);
  const flow = flowsOf(app.db, "reserve")[before];
  const worth = await reader.read<bigint>("vault", "convertToAssets", [shares], Number(flow?.block));
  expect(flow).toMatchObject({ direction: "out", amount: worth });
  expect(worth).toBeGreaterThan(shares);
});

test("law: a hundred positions are read with the requests of a few, and one that cannot be read holds none back", async () => {
  const { positions } = heliogridConfig(started.world);
  const { addresses } = started.world;
  // Of every kind there is in the world, in turn.
  const kinds = Object.entries(positions);
  const many = Object.fromEntries(
    Array.from({ length: 99 }, (_, index) => {
      const [name, settings] = kinds[index % kinds.length] ?? [];
      return [`${name}-${Math.floor(index / kinds.length)}`, { ...settings, label: `P ${index}`, fromBlock: 0 }];
    }),
  );
  const broken = { ...positions["helio"], contract: addresses.timelock };
  const app = await createWorldApp(started.world, { changes: { positions: { ...many, broken } as never } });
  const block = await chain(app).finalized();
  const asked = () =>
    chain(app)
      .requests()
      .reduce((sum, { calls }) => sum + calls, 0);
  const before = asked();
  const { unread } = await readPositions(app, 31_337, block);
  expect(unread.map(({ name }) => name)).toEqual(["broken"]);
  expect(listReadings(app.db, "reserve-9", ever)).toHaveLength(1);
  expect(flowsOf(app.db, "reserve-9").length).toBeGreaterThan(0);
  // Logs are asked for once for all of them: how many calls that takes follows from the chain's length, not from theirs.
  expect(asked() - before).toBeLessThan(400);
  const booked = asked();
  await readPositions(app, 31_337, await chain(app).block(block.number - 1n));
  expect(asked() - booked).toBeLessThanOrEqual(5);
});
