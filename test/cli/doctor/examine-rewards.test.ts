import { join } from "node:path";
import { type Address, type Hex, pad } from "viem";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startWorld } from "../../../sandbox/chain/world.ts";
import { readRewards } from "../../../src/actions/rewards/read-rewards.ts";
import { examinePages } from "../../../src/cli/doctor/examine-pages.ts";
import { examineRewards } from "../../../src/cli/doctor/examine-rewards.ts";
import { examineTrees } from "../../../src/cli/doctor/examine-trees.ts";
import type { RewardSource, RootClaim } from "../../../src/sources/rewards/source.ts";
import { createWorldApp, worldConfig } from "../../support/world-app.ts";

let started: Awaited<ReturnType<typeof startWorld>>;

beforeAll(async () => {
  started = await startWorld();
});
afterAll(() => started.stop());

const PAID = "event RewardPaid(uint256 indexed nodeId, address indexed owner, uint256 indexed epoch, uint256 amount)";
const NAMED = "RewardPaid(uint256,address,uint256,uint256)";
const NOWHERE: Address = `0x${"0e".repeat(20)}`;

/** The world's own source, changed, as the only one. */
async function appWith(changes: Record<string, unknown>) {
  const { rewards } = worldConfig(started.world);
  return createWorldApp(started.world, {
    changes: { rewards: { nodes: { ...rewards["nodes"], ...changes } as never } },
  });
}

async function examine(changes: Record<string, unknown>): Promise<string[]> {
  const app = await appWith(changes);
  const findings = await examineRewards(app.config, app.chains, join(app.path, "none"));
  return findings.map(({ sign, what }) => `${sign} ${what}`);
}

const plain = { node: "nodeId", recipient: "owner", amount: "amount", epoch: undefined, nodes: undefined };

test("default: a source whose contract has its events is well", async () => {
  expect(await examine({})).toEqual(["✓ rewards.nodes: its contracts have the events that are read."]);
});

test("error: an event that the contract does not have is named, and so is an address without a contract", async () => {
  const event = "event RewardPayed(uint256 indexed nodeId, address indexed owner, uint256 amount)";
  const [wrongEvent] = await examine({ ...plain, event });
  const { rewards } = started.world.addresses;
  expect(wrongEvent).toBe(
    `! rewards.nodes: The contract ${rewards} does not seem to have the event RewardPayed(uint256,address,uint256): its code does not name it. Check the signature or the address.`,
  );
  const [nowhere] = await examine({ ...plain, event: PAID, contract: NOWHERE });
  expect(nowhere).toMatch(/^✗ rewards\.nodes: There is no contract at 0x0e/i);
});

test.each([
  ["EIP-1167", (code: Address) => [`0x363d3d373d3d3d363d73${code.slice(2)}5af43d82803e903d91602b57fd5bf3`, undefined]],
  ["EIP-1967", () => ["0x6001", "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc"]],
  ["OpenZeppelin's older", () => ["0x6001", "0x7050c9e0f4ca769c69bd3a8ef740bc37934f8e2c036e5a723fd8ee048ed3f8c3"]],
] as const)("behavior: behind a proxy of %s kind the events are those of the code it runs", async (_, make) => {
  const app = await appWith({ ...plain, event: PAID, contract: NOWHERE });
  const place = async (target: Address) => {
    const [code, slot] = make(target);
    await app.rpc("anvil_setCode", NOWHERE, code as Hex);
    if (slot) await app.rpc("anvil_setStorageAt", NOWHERE, slot, pad(target.toLowerCase() as Hex));
    await app.rpc("anvil_mine", "0x40");
  };
  await place(started.world.addresses.rewards as Address);
  expect(await examine({ ...plain, event: PAID, contract: NOWHERE })).toEqual([expect.stringMatching(/^✓/)]);
  await place(started.world.addresses.token as Address);
  const [other] = await examine({ ...plain, event: PAID, contract: NOWHERE });
  expect(other).toContain(`does not seem to have the event ${NAMED}: neither its code nor that of 0x`);
  await app.rpc("anvil_setCode", NOWHERE, "0x");
});

test("error: a beginning after the chain's end is told", async () => {
  const [, beginning] = await examine({ fromBlock: 9_000_000 });
  expect(beginning).toMatch(
    /^✗ rewards\.nodes\.fromBlock is 9000000, and the newest final block is \d+: nothing is read\.$/,
  );
});

test("behavior: the first run that finds nothing says once what seems to be wrong", async () => {
  const event = "event RewardPayed(uint256 indexed nodeId, address indexed owner, uint256 amount)";
  const app = await appWith({ ...plain, event });
  await readRewards(app, "nodes");
  await readRewards(app, "nodes");
  const said = app.logged.filter(({ message }) => message.includes("nothing was found up to block"));
  expect(said.map(({ level, message }) => [level, message.includes("RewardPayed(uint256,address,uint256)")])).toEqual([
    ["warn", true],
  ]);
});

test("error: trees whose place cannot be reached are told, without what may be a key", async () => {
  const sourceAt = (template: string) =>
    ({ name: "trees", tree: { place: () => ({ template }) } }) as unknown as RewardSource;
  const look = async (template: string) =>
    (await examineTrees(sourceAt(template), "/none")).map(({ sign, what }) => `${sign} ${what}`);
  expect(await look("/nowhere/at/all/{epoch}.json")).toEqual(["! rewards.trees: /nowhere/at/all/ cannot be reached."]);
  expect(await look("/tmp/{epoch}.json")).toEqual([expect.stringMatching(/^✓/)]);
  expect(await look("http://127.0.0.1:9/canary-key/{epoch}.json")).toEqual([
    "! rewards.trees: epoch.json at 127.0.0.1:9 cannot be reached.",
  ]);
});

test("behavior: where the config names each tree, those that are not there are told by name", async () => {
  const places = new Map(
    [1, 2].map((id) => [`0x${String(id).repeat(40)}`, id === 1 ? "package.json" : "trees/drop-2.json"]),
  );
  const source = {
    name: "drops",
    tree: { place: ({ distributor }: RootClaim) => ({ template: places.get(distributor) ?? "unknown drop" }) },
    quietRoots: [...places.keys()].map((distributor, index) => ({ distributor, epoch: index })),
  } as unknown as RewardSource;
  expect((await examineTrees(source, "/none")).map(({ sign, what }) => `${sign} ${what}`)).toEqual([
    "! rewards.drops: trees/drop-2.json cannot be reached.",
  ]);
});

test.each([
  ["https://dao.example.org", 0],
  ["http://localhost:8787", 0],
  ["http://192.168.1.20:8787", 0],
  ["http://172.20.0.2", 0],
  ["http://[fd00::1]", 0],
  ["http://172.32.0.2", 1],
  ["http://dao.example.org", 1],
  ["http://93.184.216.34", 1],
])("boundary: plain http to %s is worth %i looks", (url, count) => {
  expect(examinePages({ STEWARD_PUBLIC_URL: url })).toHaveLength(count);
});
