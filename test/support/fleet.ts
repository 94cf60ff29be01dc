import type { Address, Hex } from "viem";
import { listAlertsOf } from "../../db/alerts.ts";
import { findCursor, putCursor } from "../../db/cursors.ts";
import { noteEpochs } from "../../db/epochs.ts";
import { putNode } from "../../db/nodes.ts";
import { immediate } from "../../db/open.ts";
import { listUnposted } from "../../db/outbox.ts";
import { addRewards } from "../../db/rewards.ts";
import { settleEpochs } from "../../src/actions/rewards/settle-epochs.ts";
import type { App } from "../../src/app.ts";
import type { ConfigInput } from "../../src/config/schema.ts";
import type { MoneyKind } from "../../src/core/rewards/kinds.ts";
import { renderNotice } from "../../src/discord/notices.ts";
import { rewardKinds } from "../../src/sources/rewards/index.ts";
import { createTestApp, START, type TestApp } from "./app.ts";
import { expectAccepted, shownText } from "./message-check.ts";
import { registry, testConfig, token } from "./test-config.ts";

/** A day in seconds, which is an epoch of the fleet. */
export const DAY = 86_400;

/** The epoch that is running when a fleet's test begins. */
export const TODAY = Math.floor(START / DAY);

/** An amount in whole tokens of the fleet. */
export const helio = (amount: number) => BigInt(Math.round(amount * 1_000)) * 10n ** 15n;

/** What each node is paid for an epoch; nothing for one that is left out. */
export type Pays = Readonly<Record<string, number>>;

/** A config with one source of node rewards, and what is said about its nodes. */
export function fleetConfig(nodeAlerts: ConfigInput["nodeAlerts"], changes: Partial<ConfigInput> = {}) {
  const source = {
    ...{ kind: "event", chain: 31_337, label: "Node rewards", contract: registry, token: "helio" },
    event: "event RewardPaid(uint256 indexed nodeId, address indexed owner, uint256 amount)",
    ...{ node: "nodeId", recipient: "owner", amount: "amount" },
  };
  return testConfig(
    {
      tokens: { helio: { chain: 31_337, address: token, symbol: "HELIO", decimals: 18, price: "helio-usd" } },
      prices: {
        "helio-usd": { chain: 31_337, feed: registry },
        "eth-usd": { chain: 31_337, feed: registry },
      },
      rewards: { nodes: source as never },
      ...(nodeAlerts === undefined ? {} : { nodeAlerts }),
      ...changes,
    },
    { rewards: rewardKinds },
  );
}

/** An app with such a config. */
export function fleetApp(nodeAlerts: ConfigInput["nodeAlerts"], changes: Partial<ConfigInput> = {}): TestApp {
  return createTestApp({ config: fleetConfig(nodeAlerts, changes) });
}

/** Who owns a node, unless a test says otherwise. */
export const OWNER: Address = "0x00000000000000000000000000000000000000AA";

/** Makes nodes known since 100 days. */
export function addNodes(app: App, names: readonly string[], region: string | null, owner: Address = OWNER): void {
  immediate(app.db, () => {
    for (const node of names)
      putNode(app.db, { source: "nodes", node, owner, region, class: null, since: START - 100 * DAY });
  });
}

/** Names of so many nodes. */
export const named = (count: number, prefix = "") =>
  Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`);

let places = 0n;

/** Pays nodes for an epoch, at noon of its day. */
export function pay(app: App, epoch: number, pays: Pays, kind: MoneyKind = "paid"): void {
  const at = epoch * DAY + DAY / 2;
  const rows = Object.entries(pays).map(([node, amount]) => {
    places += 1n;
    const place = {
      part: 0,
      block: places,
      logIndex: 0,
      transaction: `0x${places.toString(16).padStart(64, "0")}` as Hex,
    };
    return { ...place, node, recipient: OWNER, token: "helio", amount: helio(amount), kind, epoch, at };
  });
  if (rows.length === 0) noteEpochs(app.db, "nodes", new Map([[epoch, { first: at, last: at, rewards: 0 }]]));
  immediate(app.db, () => addRewards(app.db, "nodes", rows));
}

/** Notes that everything up to now is read, and works out the cohorts, as after a run that read rewards. */
export async function booked(app: App): Promise<void> {
  const source = "rewards:nodes";
  const before = findCursor(app.db, 31_337, source);
  const row = { chain: 31_337, source, block: (before?.block ?? 0n) + 1_000n, hash: `0x${"ab".repeat(32)}` as const };
  putCursor(app.db, { ...row, at: app.now() - 60 }, before);
  await settleEpochs(app, "nodes");
}

/** Pays everybody the same for the epochs before the running one, the oldest first; `except` says who is paid otherwise, by how many epochs ago. */
export async function history(
  app: App,
  nodes: readonly string[],
  epochs: number,
  except: (node: string, ago: number) => number | undefined = () => undefined,
): Promise<void> {
  for (let ago = epochs; ago >= 0; ago -= 1) {
    const pays = nodes.map((node): [string, number] => [node, except(node, ago) ?? 10]);
    pay(app, TODAY - ago, Object.fromEntries(pays.filter(([, amount]) => amount > 0)));
  }
  await booked(app);
}

/** The summaries in the outbox as they would be said now, held against Discord's rules. */
export async function summaries(app: TestApp): Promise<string[]> {
  const rows = listUnposted(app.db).filter(({ kind }) => kind === "node-alerts");
  return Promise.all(rows.map(({ kind, refs }) => shown(app, kind, refs)));
}

/** One message as it would be said now. */
export async function shown(app: App, kind: string, refs: Record<string, string | number>): Promise<string> {
  const message = await renderNotice(app, kind, refs, "mark");
  expectAccepted(message);
  return shownText(message);
}

/** What began and ended in the summary of now, by kind and node. */
export function toldNow(app: TestApp): { began: string[]; ended: string[] } {
  const { began, ended } = listAlertsOf(app.db, Math.floor(app.now() / 900));
  const words = (list: typeof began) => list.map(({ kind, name, cohort }) => `${kind} ${name ?? cohort}`.trim());
  return { began: words(began), ended: words(ended) };
}
