import { existsSync, readFileSync } from "node:fs";
import { type Address, getAddress, type Hex } from "viem";
import { describe, expect, test } from "vitest";
import { START } from "../../support/app.ts";
import { earnerClaims } from "../../support/earner-claims.ts";
import { token } from "../../support/test-config.ts";
import { account, createTreeApp, PAYER, SECOND, type TreeApp } from "../../support/tree-app.ts";

const SUBMITTED =
  "event DistributionRootSubmitted(uint32 indexed rootIndex, bytes32 indexed root, uint32 indexed rewardsCalculationEndTimestamp, uint32 activatedAt)";
const DISABLED = "event DistributionRootDisabled(uint32 indexed rootIndex)";
const CLAIMED =
  "event RewardsClaimed(bytes32 root, address indexed earner, address indexed claimer, address indexed recipient, address token, uint256 claimedAmount)";
const [ada, ben] = [account(1), account(2)];
const LARGE = 12_345_678_901_234_567_891n;

const createApp = () => createTreeApp({ kind: "eigenlayer", contract: PAYER, tokens: ["helio", "second"] });

function submit(app: TreeApp, rootIndex: number, root: Hex, activatedAt: number) {
  return app.tell(PAYER, SUBMITTED, { rootIndex, root, rewardsCalculationEndTimestamp: 0, activatedAt });
}

function claim(app: TreeApp, earner: Address, paid: Address, claimedAmount: bigint) {
  return app.tell(PAYER, CLAIMED, {
    root: PAYER.padEnd(66, "0"),
    earner,
    claimer: earner,
    recipient: ben,
    token: paid,
    claimedAmount,
  });
}

test("default: what earners have in each token is booked from the time its root counts, claims beside it", async () => {
  const app = createApp();
  const first = earnerClaims(0, [
    { earner: ada, tokens: [[token as Address, LARGE]] },
    {
      earner: ben,
      tokens: [
        [token as Address, 5n],
        [SECOND, 7n],
      ],
    },
  ]);
  app.file("0.json", first.text);
  const { timestamp } = submit(app, 0, first.root, START + 7_200);
  expect(timestamp).toBeLessThan(START + 7_200);
  expect(await app.read()).toBe(0);
  expect(app.roots()).toEqual([{ epoch: 0, state: "pending", reason: null }]);
  while (app.chain.head.timestamp < START + 7_200) claim(app, ada, token as Address, 1n);
  await app.read();
  expect(app.roots()).toEqual([{ epoch: 0, state: "verified", reason: null }]);
  const claims = BigInt((app.chain.head.timestamp - timestamp) / 600);
  expect(app.totals()).toEqual({
    [`${ada} helio accrued`]: LARGE,
    [`${ada} helio claimed`]: claims,
    [`${ben} helio accrued`]: 5n,
    [`${ben} second accrued`]: 7n,
  });
  expect(app.oddities()).toEqual([]);
});

test("behavior: a root that was taken back is never booked, whatever its file says", async () => {
  const app = createApp();
  const { root, text } = earnerClaims(3, [{ earner: ada, tokens: [[token as Address, 9n]] }]);
  app.file("3.json", text);
  submit(app, 3, root, START + 1_800);
  app.tell(PAYER, DISABLED, { rootIndex: 3 });
  while (app.chain.head.timestamp < START + 3_600) claim(app, ben, SECOND, 1n);
  await app.read();
  expect(app.roots()).toEqual([
    { epoch: 3, state: "closed", reason: "The network took root 3 back before it counted." },
  ]);
  expect(app.totals()).toEqual({ [`${ben} second claimed`]: BigInt((app.chain.head.timestamp - START) / 600 - 3) });
});

test("error: a token that the source does not name is said once, in trees and in claims, and the others are booked", async () => {
  const app = createApp();
  const stray = account(99);
  for (const index of [0, 1]) {
    const { root, text } = earnerClaims(index, [
      {
        earner: ada,
        tokens: [
          [stray, 4n],
          [SECOND, BigInt(index + 1)],
        ],
      },
    ]);
    app.file(`${index}.json`, text);
    submit(app, index, root, START);
    await app.read();
  }
  claim(app, ada, stray, 3n);
  await app.read();
  expect(app.totals()).toEqual({ [`${ada} second accrued`]: 2n });
  const unnamed = `the token ${stray}, which the source does not name under \`tokens\`; it is not booked.`;
  expect(app.oddities().sort()).toEqual([`${ada} claimed 3 of ${unnamed}`, `A tree pays in ${unnamed}`]);
});

const FOLDER = "/work/shared/data";
const FIXTURES = [
  ["eigen_processClaimProofs_Root1.json", "0xf2288d736d27c1584ebf7be5f52f9e4d47251aee", 6],
  ["eigen_processClaimProofs_SingleEarnerLeaf.json", "0x0d6ba28b9919cfcdb6b233469cc5ce30b979e08e", 3],
] as const;

describe.skipIf(!existsSync(`${FOLDER}/${FIXTURES[0][0]}`))(
  "the project's own claims (skipped where the shared data is absent)",
  () => {
    test.each(FIXTURES)("default: %s is booked to the last digit, token by token", async (file, earner, count) => {
      const text = readFileSync(`${FOLDER}/${file}`, "utf8");
      const { Root, TokenLeaves } = JSON.parse(text) as { Root: Hex; TokenLeaves: { Token: Address }[] };
      const names = TokenLeaves.map((_, index) => `token-${index}`);
      const tokens = Object.fromEntries(
        TokenLeaves.map(({ Token }, index) => [
          names[index],
          { chain: 31_337, address: Token, symbol: "T", decimals: 18 },
        ]),
      );
      const app = createTreeApp({ kind: "eigenlayer", contract: PAYER, tokens: names }, tokens);
      app.file("0.json", text);
      submit(app, 0, Root, START);
      expect(await app.read()).toBe(count);
      const written = [...text.matchAll(/"CumulativeEarnings":\s*(\d+)/g)].map(([, digits]) => BigInt(digits ?? ""));
      expect(app.totals()).toEqual(
        Object.fromEntries(written.map((amount, index) => [`${getAddress(earner)} token-${index} accrued`, amount])),
      );
    });
  },
);
