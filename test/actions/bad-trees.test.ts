import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { account, createTreeApp, cumulativeTree, PAYER, type TreeApp } from "../support/tree-app.ts";

const SUBMITTED = "event SubmittedRootHash(uint256 cycle, bytes32 root)";
const CLAIMED = "event Claimed(address indexed account, uint256 amount)";
const [ada, ben] = [account(1), account(2)];
const good = cumulativeTree([
  [ada, 70n],
  [ben, 30n],
]);
const { leaves, ...said } = JSON.parse(good.text) as { leaves: { account: string; amount: string }[] };
const withLeaves = (...changed: unknown[]) => JSON.stringify({ ...said, leaves: changed });
const [first, second] = leaves;

const createApp = (more: Record<string, unknown> = {}) =>
  createTreeApp({ kind: "weatherxm", contract: PAYER, token: "helio", ...more });
const submit = (app: TreeApp, cycle: number, root = good.root) =>
  app.tell(PAYER, SUBMITTED, { cycle: BigInt(cycle) + 1n, root });

test.each<[string, string | Uint8Array, string]>([
  ["larger than it may be", " ".repeat(4_000_001), "0.json is larger than 4000000 bytes"],
  ["a page for people", "<!doctype html><html><body>Not found</body></html>", "The file is not JSON"],
  ["cut off", good.text.slice(0, -9), "The file is not JSON: character 259 does not belong there"],
  ["no text", new Uint8Array([0xff, 0xfe, 0x00]), "0.json is no text"],
  ["empty", "", "The file is not JSON"],
  ["of no known format", "{}", "The file is no reward tree of a known format"],
  ["nested without an end", "[".repeat(200_000), "nested more than"],
  ["of another root", cumulativeTree([[ada, 71n]]).text, `${good.root} was expected`],
  [
    "of another root under this one's name",
    withLeaves({ ...first, amount: "71" }, second),
    "The leaves make a tree with the root",
  ],
  [
    "of another epoch",
    cumulativeTree(
      [
        [ada, 70n],
        [ben, 30n],
      ],
      { epoch: 9 },
    ).text,
    "The file is of epoch 9, and 0 was expected",
  ],
  [
    "of one epoch alone",
    cumulativeTree(
      [
        [ada, 70n],
        [ben, 30n],
      ],
      { cumulative: false },
    ).text,
    "those of one epoch",
  ],
  [
    "of another token",
    cumulativeTree(
      [
        [ada, 70n],
        [ben, 30n],
      ],
      { token: "OTHER" },
    ).text,
    "The file is of the token OTHER",
  ],
  ["with a number for an amount", withLeaves({ ...first, amount: 70 }, second), "must stand in quotes"],
  ["with a fraction", withLeaves({ ...first, amount: "70.5" }, second), "is a fraction"],
  ["with less than nothing", withLeaves({ ...first, amount: "-70" }, second), "is negative"],
  ["with an account twice", withLeaves(first, first, second), `${ada} stands twice in leaves`],
  [
    "with an amount beyond a uint256",
    withLeaves({ ...first, amount: String(2n ** 256n) }, second),
    "no contract can hold it",
  ],
  ["with a leaf left out", withLeaves(first), "The leaves make a tree with the root"],
])(
  "error: a file that is %s is said by name once, nothing of it is booked, and the run goes on",
  async (_, text, why) => {
    const app = createApp();
    submit(app, 0);
    app.file("0.json", text);
    app.tell(PAYER, CLAIMED, { account: ben, amount: 5n });
    expect(await app.read()).toBe(1);
    app.pass(4_000);
    expect(await app.read()).toBe(0);
    expect(app.totals()).toEqual({ [`${ben} helio claimed`]: 5n });
    expect(app.oddities()).toHaveLength(1);
    const [oddity = ""] = app.oddities();
    expect(oddity).toContain(
      `The tree of epoch 0 does not fit the chain's root ${good.root}; nothing of it is booked.`,
    );
    expect(oddity).toContain(why);
    expect(oddity.length).toBeLessThan(700);
    expect(app.roots().map(({ state }) => state)).toEqual(["refused"]);
    expect(app.logged.filter(({ message }) => message.includes("does not fit"))).toHaveLength(1);
  },
);

test("error: what a server answers instead of a tree is awaited or said, without a word of its address", async () => {
  const answers: [status: number, type: string, body: string][] = [
    [404, "text/html", "nothing here"],
    [503, "text/plain", "later"],
    [200, "text/html; charset=utf-8", "<html></html>"],
    [200, "application/json", good.text],
  ];
  let asked = 0;
  const server = createServer((_, response) => {
    const [status, type, body] = answers[asked++] ?? [500, "text/plain", ""];
    response.writeHead(status, { "content-type": type }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const app = createApp({ tree: { file: `http://user:s3cret@${host}/k3y/{epoch}-{root}.json` } });
  submit(app, 0);
  const reasons: unknown[] = [];
  for (let run = 0; run < 4; run += 1) {
    await app.read();
    reasons.push(app.roots()[0]?.reason);
    app.pass(3_600);
  }
  const name = `0-${good.root}.json at ${host}`;
  expect(reasons).toEqual([
    `${name} is not there (yet).`,
    `${name} answers 503.`,
    `${name} is a page for people, not a tree.`,
    null,
  ]);
  expect(app.totals()).toEqual({ [`${ada} helio accrued`]: 70n, [`${ben} helio accrued`]: 30n });
  expect(JSON.stringify([app.oddities(), app.logged])).not.toMatch(/s3cret|k3y/);
});

test("behavior: a root told twice adds nothing the second time", async () => {
  const app = createApp();
  for (const cycle of [0, 1]) {
    submit(app, cycle);
    app.file(`${cycle}.json`, good.text);
  }
  expect(await app.read()).toBe(2);
  expect(app.totals()).toEqual({ [`${ada} helio accrued`]: 70n, [`${ben} helio accrued`]: 30n });
  expect(app.roots().map(({ state }) => state)).toEqual(["verified", "verified"]);
  expect(app.oddities()).toEqual([]);
});

test("error: a cycle that the contract cannot have is said by name", async () => {
  const app = createApp();
  submit(app, -1);
  submit(app, 2 ** 60);
  await app.read();
  expect(app.roots()).toEqual([]);
  expect(app.oddities().sort()).toEqual([
    "A root is said to be of cycle 0; it is not read.",
    "A root is said to be of cycle 1152921504606846977; it is not read.",
  ]);
});

test("behavior: a tree cut short while it is booked is completed by the next run, nothing twice", async () => {
  const app = createApp();
  const entries = Array.from({ length: 4_500 }, (_, index) => [account(index + 1), BigInt(index + 1)] as const);
  const tree = cumulativeTree(entries);
  submit(app, 0, tree.root);
  app.file("0.json", tree.text);
  const { $client } = app.db;
  const rows = () => $client.prepare<[], number>("select count(*) from reward").pluck().get();
  $client.exec(
    "create temp trigger cut before insert on main.reward when new.amount = '4201' begin select raise(abort, 'cut'); end",
  );
  await expect(app.read()).rejects.toThrow("cut");
  expect([rows(), app.roots()[0]?.state]).toEqual([4_000, "pending"]);
  $client.exec("drop trigger cut");
  // Even by another file of the same tree, in another order.
  app.file("0.json", JSON.stringify({ ...JSON.parse(tree.text), leaves: JSON.parse(tree.text).leaves.reverse() }));
  expect(await app.read()).toBe(500);
  expect(app.roots()[0]?.state).toBe("verified");
  expect(app.totals()).toEqual(Object.fromEntries(entries.map(([one, amount]) => [`${one} helio accrued`, amount])));
});
