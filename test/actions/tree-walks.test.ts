import fc from "fast-check";
import type { Address } from "viem";
import { expect, test } from "vitest";
import { openDb } from "../../db/open.ts";
import { account, createTreeApp, cumulativeTree, PAYER, type TreeApp } from "../support/tree-app.ts";

const torture = process.env["STEWARD_TORTURE"] === "1";
const SUBMITTED = "event SubmittedRootHash(uint256 cycle, bytes32 root)";
const CLAIMED = "event Claimed(address indexed account, uint256 amount)";
const people = [1, 2, 3, 4].map(account);

/** A new root with more for some; its file is there at once, comes late, comes broken, or is left for later. */
type Step =
  | { do: "publish"; more: readonly bigint[]; file: "there" | "missing" | "broken" }
  | { do: "arrive"; which: number }
  | { do: "claim"; who: number }
  | { do: "pass" | "read" | "restart" | "twice" };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("publish" as const),
      more: fc.array(fc.bigInt({ min: 0n, max: 2n ** 80n }), { minLength: 4, maxLength: 4 }),
      file: fc.constantFrom("there" as const, "missing" as const, "broken" as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("arrive" as const), which: fc.nat(20) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("claim" as const), who: fc.nat(3) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom("pass" as const, "read" as const, "restart" as const, "twice" as const),
    }),
  },
);

/** What the chain and the folder of trees hold, as the world outside of Steward knows it. */
type World = { trees: { amounts: bigint[]; text: string }[]; claimed: bigint[] };

test(
  "law: whatever comes late, broken or never, what is accrued is what the newest verified tree says, and nobody claims more",
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 25 }), async (steps) => {
        const app = createTreeApp({ kind: "weatherxm", contract: PAYER, token: "helio" });
        const world: World = { trees: [], claimed: [0n, 0n, 0n, 0n] };
        for (const one of steps) {
          await take(app, world, one);
          check(app, world);
        }
        // In the end every file is there.
        for (const [cycle, { text }] of world.trees.entries()) app.file(`${cycle}.json`, text);
        app.pass(3_600);
        await app.read();
        check(app, world);
        const newest = world.trees.at(-1)?.amounts ?? [0n, 0n, 0n, 0n];
        expect(accruedOf(app)).toEqual(newest);
        const totals = app.totals();
        for (const [index, who] of people.entries()) {
          const claimed = totals[`${who} helio claimed`] ?? 0n;
          expect(claimed).toBe(world.claimed[index]);
          expect((newest[index] ?? 0n) - claimed).toBeGreaterThanOrEqual(0n);
        }
        app.db.$client.close();
        app.close();
      }),
      { numRuns: torture ? Number(process.env["WALKS"] ?? 2_000) : 12 },
    );
  },
  torture ? 3_600_000 : 120_000,
);

async function take(app: TreeApp, world: World, one: Step): Promise<void> {
  if (one.do === "publish") {
    const before = world.trees.at(-1)?.amounts ?? [0n, 0n, 0n, 0n];
    const amounts = before.map((amount, index) => amount + (one.more[index] ?? 0n));
    const { root, text } = cumulativeTree(amounts.map((amount, index) => [people[index] as Address, amount]));
    const cycle = world.trees.push({ amounts, text }) - 1;
    app.tell(PAYER, SUBMITTED, { cycle: BigInt(cycle + 1), root });
    if (one.file === "there") app.file(`${cycle}.json`, text);
    if (one.file === "broken") app.file(`${cycle}.json`, text.replace(/"amount":"\d/, '"amount":"9'));
  } else if (one.do === "arrive") {
    const cycle = world.trees.length === 0 ? 0 : one.which % world.trees.length;
    const tree = world.trees[cycle];
    if (tree) app.file(`${cycle}.json`, tree.text);
  } else if (one.do === "claim") {
    // The contract pays out what its newest root gives, whoever has seen the file.
    const due = (world.trees.at(-1)?.amounts[one.who] ?? 0n) - (world.claimed[one.who] ?? 0n);
    if (due > 0n) app.tell(PAYER, CLAIMED, { account: people[one.who], amount: due });
    world.claimed[one.who] = (world.claimed[one.who] ?? 0n) + due;
  } else if (one.do === "pass") app.pass(3_600);
  else if (one.do === "read") await app.read();
  else if (one.do === "twice") await Promise.all([app.read(), app.read()]);
  else {
    app.db.$client.close();
    Object.assign(app, { db: openDb(app.path) });
  }
}

function accruedOf(app: TreeApp): bigint[] {
  const totals = app.totals();
  return people.map((who) => totals[`${who} helio accrued`] ?? 0n);
}

function check(app: TreeApp, { trees }: World): void {
  const verified = app.roots().findLast(({ state }) => state === "verified");
  expect(accruedOf(app)).toEqual(verified ? trees[verified.epoch]?.amounts : [0n, 0n, 0n, 0n]);
  // Nothing older than the newest verified tree is still looked for.
  const open = app.roots().filter(({ state, epoch }) => state !== "verified" && epoch < (verified?.epoch ?? 0));
  expect(open.every(({ state }) => state === "closed")).toBe(true);
  expect(app.oddities().every((what) => what.includes("nothing of it is booked"))).toBe(true);
}
