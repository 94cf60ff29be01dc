import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Abi, decodeFunctionData, type Hex, keccak256, numberToHex, parseAbi, stringToHex, toHex } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { verifyEvents } from "../../db/events.ts";
import { listExecutions, VALUE_CHECK } from "../../db/executions.ts";
import { openDb } from "../../db/open.ts";
import { handoff, outbox } from "../../db/schema.ts";
import { callContract } from "../../sandbox/chain/call-contract.ts";
import { createRpc, type Rpc } from "../../sandbox/chain/rpc.ts";
import type { SeenMessage } from "../../sandbox/discord/act/view.ts";
import { messageOf } from "../../sandbox/discord/person.ts";
import { textOf } from "../../sandbox/discord/read-message.ts";
import { markerOf } from "../../src/core/message-identity.ts";
import { governorMilestones, governorStates } from "../../src/executors/governor-abi.ts";
import { createFickleNode, type FickleNode, type Mood } from "../support/fickle-node.ts";
import { createHarbour, findPost, type Harbour, link, moveTime, type Sailor } from "../support/harbour.ts";
import { harbour, harbourSeed } from "../support/harbour-seed.ts";
import { createRandom } from "../support/random.ts";
import { startRpcProxy } from "../support/rpc-proxy.ts";
import type { StewardProcess } from "../support/steward-process.ts";

const torture = process.env["STEWARD_TORTURE"] === "1";
const KILLS = torture ? 200 : 6;
// Chance is for the long runs: what a short one finds should be about what was changed.
const seed = Number(process.env["STEWARD_SEED"] ?? (torture ? Date.now() % 1_000_000 : 11));
/** Whatever a Steward that comes back has to catch up with is done by then; a node that failed again and again is left alone for up to a minute. */
const PATIENCE_MS = 120_000;

const { quay, deeds } = harbour.channels;
const proposeAbi = parseAbi(["function propose(address[] t, uint256[] v, bytes[] c, string d)"]) as Abi;
const stateAbi = parseAbi(["function state(uint256 id) view returns (uint8)"]) as Abi;
const TITLES = {
  pending: "Proposed on chain",
  active: "Being voted on, on chain",
  succeeded: "Passed on chain",
  executed: "Executed on chain",
} as const;
type State = keyof typeof TITLES;
const POSTS = ["proposal-card", "handed-off", "execution", "value-check"];
const everySecond = "* * * * * *";

type Args = readonly [unknown, unknown, unknown, string];
/** A passed proposal on its way, and the states that were waited for. */
type Errand = { proposal: number; onchainId: bigint; data: Hex; args: Args; waitedFor: Set<State> };

describe(`kills while hand-offs are under way (seed ${seed}, ${KILLS} kills)`, () => {
  const random = createRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  let town: Harbour;
  let steward: StewardProcess;
  let rpc: Rpc;
  let node: FickleNode;
  let kills = 0;
  let isOver = false;
  let isCalm = false;
  let isKilling = false;
  let aheadSeconds = 0;
  let startAgain: () => Promise<StewardProcess>;
  let changes = 0;
  let onRequest = () => {};
  const passed = new Set<number>();
  const errands: Errand[] = [];

  beforeAll(async () => {
    const jobs = Object.fromEntries(
      ["follow-executions", "close-votes", "advance-proposals", "deliver-outbox"].map((job) => [job, everySecond]),
    );
    town = await createHarbour(
      (chain) => ({
        jobs,
        reports: {},
        rulePacks: {
          plain: {
            title: "Plain majority",
            quorum: { kind: "share", share: "10 %", counts: ["for", "against", "abstain"] },
            approval: { share: "50 %", comparison: "at-least" },
          },
        },
        voting: {
          rulePack: "plain",
          electorate: "holders",
          periodSeconds: 40,
          reminderSeconds: 20,
          openPerAuthor: 1_000,
          perAuthorPerDay: 10_000,
        },
        parameters: {
          berth: {
            chain: chain.chainId,
            target: chain.addresses.settings,
            executor: "council",
            title: "Berth settings",
            getter: "function getUint(bytes32 key) view returns (uint256)",
            setter: "function setUint(bytes32 key, uint256 value)",
            keys: Object.fromEntries(["price", "limit"].map((key) => [key, stringToHex(`berth.${key}`, { size: 32 })])),
            codec: { type: "token", token: "tide" },
            guardrails: { min: "0 TIDE", max: "5000 TIDE" },
          },
        },
      }),
      harbourSeed(),
      // Discord's memory of nonces is short; whoever relies on it alone posts twice.
      { nonceSeconds: 0 },
    );
    rpc = createRpc(town.chain.url);
    steward = await town.start();
    for (const name of ["olga", "pete"] as const) await link(town.sailor(name));
    await steward.kill("SIGTERM");
  }, 60_000);

  afterAll(() => town.stop());

  test(
    "law: however often Steward is killed, and whatever one RPC drops, repeats or lies about, every passed proposal is handed off and followed exactly once",
    async () => {
      node = createFickleNode(random);
      const { on } = node.faults;
      const fickle = await startRpcProxy(town.chain.url, {
        ...node.faults,
        on: (request) => {
          onRequest();
          return on?.(request);
        },
      });
      const urls = [fickle.url, town.chain.url];
      const start = (wait: "ready" | "any" = "ready") =>
        // Which of the two is asked first is as much a matter of chance.
        town.start({ [`RPC_URLS_${town.chain.chainId}`]: (random() < 0.7 ? urls : urls.toReversed()).join(",") }, wait);
      startAgain = start;
      steward = await start();
      const killing = killUntilDone(start);
      try {
        do await liveOneLife();
        while (kills < KILLS);
      } catch (error) {
        const said = (await allSee(deeds)).map((one) => textOf(one).split("\n")[0]).join("\n");
        throw new Error(`after ${kills} kills the executions channel says\n${said}`, { cause: error });
      } finally {
        isOver = true;
        await killing;
      }
      await steward.kill("SIGTERM");
      process.stdout.write(
        `seed ${seed}: ${kills} kills, ${passed.size} passed, erred ${JSON.stringify(node.erred)}\n`,
      );
      expect(passed.size).toBeGreaterThan(0);
      await checkHandoffs();
      await checkPosts();
      expect(town.discord.state.rejections).toEqual([]);
    },
    torture ? 3_600_000 : 400_000,
  );

  async function killUntilDone(start: (wait?: "ready" | "any") => Promise<StewardProcess>): Promise<void> {
    while (kills < KILLS && !isOver) {
      await moment();
      if (isCalm) continue;
      isKilling = true;
      await steward.kill("SIGKILL");
      kills += 1;
      // Some starts are killed before they are ready, as a crash loop would.
      steward = await start(random() < 0.2 ? "any" : "ready").catch(() => start("any"));
      isKilling = false;
    }
  }

  /** A vote is counted by a Steward that was connected for a minute: one that lives less long counts none, as it should. */
  async function withoutKills<T>(work: () => Promise<T>): Promise<T> {
    isCalm = true;
    while (isKilling) await sleep(20);
    await steward.kill("SIGKILL");
    steward = await startAgain();
    try {
      return await work();
    } finally {
      isCalm = false;
    }
  }

  /** Waits some time, and then at times for Steward to ask the node something: in the midst of a step. */
  async function moment(): Promise<void> {
    await sleep(300 + random() * 2_000);
    if (random() < 0.5) return;
    let left = 1 + Math.floor(random() * 20);
    await new Promise<void>((resolve) => {
      onRequest = () => {
        left -= 1;
        if (left === 0) resolve();
      };
      setTimeout(resolve, 1_500);
    });
  }

  /** Two proposals from their first word to the values on chain, beside each other. */
  async function liveOneLife(): Promise<void> {
    const ids = await whileMining(async () => {
      const own = [await propose("berth/price"), await propose("berth/limit")];
      await Promise.all(own.map(vote));
      return own;
    });
    const going: number[] = [];
    await withoutKills(async () => {
      for (const id of ids) if (await hasPassed(id)) going.push(id);
    });
    const moods = beMoody();
    try {
      const own = await Promise.all(going.map(takeOver));
      errands.push(...own);
      await walk(own);
    } finally {
      moods.end();
    }
    for (const { proposal } of errands) await findPost(town.sailor("olga"), deeds, matchOf(proposal), PATIENCE_MS);
  }

  async function whileMining<T>(work: () => Promise<T>): Promise<T> {
    let over = false;
    const mining = (async () => {
      for (; !over; await sleep(500)) await town.chain.mine(1);
    })();
    try {
      return await work();
    } finally {
      over = true;
      await mining;
    }
  }

  async function propose(parameter: string): Promise<number> {
    changes += 1;
    const value = `${100 + changes}.5 TIDE`;
    const words = `to ${value}`;
    for (let tries = 0; tries < 25; tries += 1) {
      await tell(town.sailor("olga"), "propose", { parameter, value });
      for (let looks = 0; looks < 10; looks += 1) {
        const text = (await allSee(quay)).map(textOf).find((one) => one.includes(words));
        const id = Number(/#(\d+)/.exec(text ?? "")?.[1] ?? 0);
        if (id > 0) return id;
        await sleep(150);
      }
    }
    throw new Error(
      `nobody could propose ${parameter} ${value}: ${(await allSee(quay)).map(textOf).join("\n---\n").slice(0, 1500)}`,
    );
  }

  /** Both whose votes it takes; a vote that ends without them did not pass, which is its right. */
  async function vote(proposal: number): Promise<void> {
    const voting = (["olga", "pete"] as const).map(async (name) => {
      for (const deadline = Date.now() + 9_000; Date.now() < deadline; await sleep(100))
        if (/With 1,000 TIDE/.test(await tell(town.sailor(name), "vote", { proposal, choice: "for" }))) return;
    });
    await Promise.all(voting);
  }

  async function hasPassed(proposal: number): Promise<boolean> {
    const ended = new RegExp(`^## #${proposal} · (Passed|Rejected|Not decided)`);
    for (let moves = 0; moves < 30; moves += 1) {
      const post = await findPost(town.sailor("olga"), quay, ended, 1_500).catch(() => undefined);
      if (post && /· Passed/.test(textOf(post))) passed.add(proposal);
      if (post) return passed.has(proposal);
      aheadSeconds += 75;
      await moveTime(town, steward, aheadSeconds);
    }
    throw new Error(`#${proposal} is never counted`);
  }

  /** What a treasurer does for a passed vote, and again where nobody answered; two of them, since nobody told the other. */
  async function takeOver(proposal: number): Promise<Errand> {
    const ready = new RegExp(`#${proposal} · (Ready for a treasurer|Handed off)`);
    const asking = (["quin", "rosa"] as const).map(async (name) => {
      for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(200 + random() * 300))
        if (/setUint\(key:/.test(await tell(town.sailor(name), "execute", { proposal }))) return;
      throw new Error(`${name} was not handed #${proposal}`);
    });
    await Promise.all(asking);
    const post = await findPost(town.sailor("quin"), deeds, ready, PATIENCE_MS);
    const file = post.attachments.find(({ filename }) => filename.startsWith("calldata"));
    const data = (await (await fetch(file?.url ?? "")).text()).trim() as Hex;
    const args = decodeFunctionData({ abi: proposeAbi, data }).args as unknown as Args;
    const id = /\b\d{60,78}\b/.exec(textOf(post))?.[0] ?? "0";
    return { proposal, onchainId: BigInt(id), data, args, waitedFor: new Set() };
  }

  /** All that wallets do on chain; at times quicker than Steward can see. */
  async function walk(own: readonly Errand[]): Promise<void> {
    const { chain } = town;
    for (const { data } of own) await chain.sendRaw(3, chain.addresses.governor, data);
    await seen(own, "pending");
    await chain.mine(2);
    await seen(own, "active");
    for (const { onchainId } of own) await chain.send(1, "governor", "castVote", [onchainId, 1]);
    await chain.mine(8);
    await seen(own, "succeeded");
    for (const { args } of own)
      await chain.send(1, "governor", "execute", [args[0], args[1], args[2], keccak256(toHex(args[3]))]);
    await seen(own, "executed", true);
  }

  async function seen(own: readonly Errand[], state: State, always = random() < 0.75): Promise<void> {
    if (!always) return void (await sleep(random() * 500));
    for (const { proposal, waitedFor } of own) {
      await findPost(town.sailor("quin"), deeds, new RegExp(`#${proposal} · ${TITLES[state]}`), PATIENCE_MS);
      waitedFor.add(state);
    }
  }

  /** Lets the node change its mood all the time; honest half of it, or nothing would ever be known. */
  function beMoody(): { end: () => void } {
    let timer: NodeJS.Timeout;
    const change = () => {
      node.mood = random() < 0.4 ? "honest" : pick<Mood>(["drops", "refuses", "repeats", "stale", "lies"]);
      timer = setTimeout(change, 200 + random() * 1_200);
    };
    change();
    return {
      end: () => {
        clearTimeout(timer);
        node.mood = "honest";
      },
    };
  }

  /** What Steward answered to a command; nothing where it was killed meanwhile. */
  async function tell(who: Sailor, name: string, options: Record<string, string | number>): Promise<string> {
    const deed = who
      .command(name, options, { channel: quay })
      .then((one) => textOf(messageOf(one)))
      .catch(() => "");
    return Promise.race([deed, sleep(4_000, "")]);
  }

  async function allSee(channel: string): Promise<SeenMessage[]> {
    return (await town.sailor("olga").messages(channel)).filter(({ ephemeral }) => !ephemeral);
  }

  /** Every hand-off against the chain's own account of what happened. */
  async function checkHandoffs(): Promise<void> {
    const db = openDb(join(town.dataFolder, "steward.db"));
    expect(verifyEvents(db).broken).toBeUndefined();
    const rows = db.select().from(handoff).all();
    const lives = new Map(rows.map((row) => [row.proposal, listExecutions(db, row.id)]));
    db.$client.close();
    expect(rows.map((row) => row.proposal).sort((a, b) => a - b)).toEqual([...passed].sort((a, b) => a - b));
    const { governor } = town.chain.addresses;
    const logs = await rpc<{ data: Hex; topics: Hex[]; transactionHash: Hex }[]>("eth_getLogs", {
      address: governor,
      fromBlock: "0x0",
      toBlock: "latest",
    });
    for (const { proposal, onchainId, waitedFor } of errands) {
      const life = (lives.get(proposal) ?? []).filter(({ state }) => state !== VALUE_CHECK);
      const order = life.map(({ state }) => Object.keys(TITLES).indexOf(state));
      expect([proposal, order]).toEqual([proposal, [...new Set(order)].sort()]);
      expect([proposal, life.map(({ state }) => state)]).toEqual([proposal, expect.arrayContaining([...waitedFor])]);
      for (const { state, block, transaction } of life) {
        const asked = { to: governor, abi: stateAbi, functionName: "state", args: [onchainId] };
        const word = governorStates[await callContract<number>(rpc, asked, numberToHex(block))];
        const made = logs.find(
          (log) => BigInt(log.data.slice(0, 66)) === onchainId && governorMilestones[log.topics[0] ?? "0x"] === state,
        );
        expect([proposal, state, transaction]).toEqual([proposal, word, made?.transactionHash ?? null]);
      }
    }
  }

  async function checkPosts(): Promise<void> {
    const db = openDb(join(town.dataFolder, "steward.db"));
    const rows = db
      .select()
      .from(outbox)
      .all()
      .filter(({ kind }) => POSTS.includes(kind));
    const lives = new Map(
      db
        .select()
        .from(handoff)
        .all()
        .map((row) => [row.proposal, listExecutions(db, row.id)]),
    );
    db.$client.close();
    const everywhere = [...(await allSee(deeds)), ...(await allSee(quay))].map(textOf);
    for (const row of rows) {
      const marker = markerOf(harbour.guild, row.key);
      expect([row.key, everywhere.filter((text) => text.includes(marker)).length]).toEqual([row.key, 1]);
    }
    const texts = (await allSee(deeds)).map(textOf);
    const count = (words: RegExp) => texts.filter((text) => words.test(text)).length;
    for (const proposal of passed) {
      const states = (lives.get(proposal) ?? []).map(({ state }) => state);
      for (const [state, title] of Object.entries(TITLES))
        expect([proposal, state, count(new RegExp(`^## #${proposal} · ${title}`))]).toEqual([
          proposal,
          state,
          states.filter((one) => one === state).length,
        ]);
      expect([proposal, count(matchOf(proposal))]).toEqual([proposal, 1]);
      expect([proposal, count(new RegExp(`#${proposal} · (MISMATCH|NOT KNOWN)`))]).toEqual([proposal, 0]);
    }
  }

  const matchOf = (proposal: number) => new RegExp(`#${proposal} · MATCH`);
});
