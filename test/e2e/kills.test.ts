import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listCurrentBallots } from "../../db/ballots.ts";
import { openDb } from "../../db/open.ts";
import { outbox, proposal } from "../../db/schema.ts";
import { createPerson, messageOf } from "../../sandbox/discord/person.ts";
import { textOf } from "../../sandbox/discord/read-message.ts";
import { PEOPLE, SERVER } from "../../sandbox/people.ts";
import { linkWallet } from "../../sandbox/story/vote.ts";
import { createWallet } from "../../sandbox/wallet/create-wallet.ts";
import type { Side } from "../../src/core/governance/ballots/choice.ts";
import { markerOf } from "../../src/core/message-identity.ts";
import { createRandom } from "../support/random.ts";
import { createRig, type Rig } from "../support/rig.ts";
import type { StewardProcess } from "../support/steward-process.ts";

const torture = process.env["STEWARD_TORTURE"] === "1";
const KILLS = torture ? 200 : 8;
// Chance is for the long runs: what a short one finds should be about what was changed.
const seed = Number(process.env["STEWARD_SEED"] ?? (torture ? Date.now() % 1_000_000 : 11));
const { proposals } = SERVER.channels;
const voters = PEOPLE.filter(({ helio }) => helio > 0n);

/** A ballot as its voter saw it: acknowledged, or without an answer. */
type Click = { voter: string; proposal: number; choice: Side; interactionId: bigint; acknowledged: boolean };

describe(`kills at random moments (seed ${seed}, ${KILLS} kills)`, () => {
  const random = createRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  let rig: Rig;
  let steward: StewardProcess;

  beforeAll(async () => {
    rig = await createRig({
      // Discord's memory of nonces is short; whoever relies on it alone posts twice.
      limits: { nonceSeconds: 0 },
      configure: async (config) => ({ ...config, voting: { ...config.voting, openPerAuthor: 1_000 } }),
    });
    steward = await rig.startSteward();
    for (const person of voters) {
      const { wallet: _, ...who } = person;
      const wallet = createWallet(person, rig.rpcUrl, rig.world);
      await linkWallet({ ...who, at: createPerson(rig.discord.url, person.id), wallet });
    }
  }, 60_000);

  afterAll(() => rig.stop());

  test(
    "law: every acknowledged ballot counts, and everything is posted exactly once",
    async () => {
      const clicks: Click[] = [];
      let over = false;
      const voting = Promise.all(voters.map((voter) => voteUntil(voter.id, () => over, clicks)));
      const proposing = proposeUntil(() => over);
      for (let kill = 0; kill < KILLS; kill += 1) {
        await sleep(200 + random() * 1_200);
        if (random() < 0.5) orderFault();
        await sleep(random() * 300);
        await steward.kill("SIGKILL");
        // Some starts are killed before they are ready, as a crash loop would.
        steward = await rig.startSteward(random() < 0.3 ? "any" : "ready").catch(() => rig.startSteward("any"));
      }
      over = true;
      await Promise.all([voting, proposing]);
      await steward.kill("SIGKILL");
      rig.discord.faults.clear();
      steward = await rig.startSteward();
      await settled();
      await steward.kill("SIGTERM");
      expect(clicks.filter(({ acknowledged }) => acknowledged).length).toBeGreaterThan(KILLS);
      checkBallots(clicks);
      checkPosts();
      expect(rig.discord.state.rejections).toEqual([]);
    },
    torture ? 1_800_000 : 120_000,
  );

  async function voteUntil(voter: string, over: () => boolean, clicks: Click[]): Promise<void> {
    const person = createPerson(rig.discord.url, voter);
    while (!over()) {
      await sleep(50 + random() * 150);
      const cards = (await person.messages(proposals)).filter(
        (message) => !message.ephemeral && /For/.test(textOf(message)),
      );
      const card = cards[Math.floor(random() * cards.length)];
      const number = Number(/#(\d+)/.exec(card ? textOf(card) : "")?.[1]);
      if (!card || !number) continue;
      const choice = pick(["For", "Against", "Abstain"] as const);
      const deed = await person.click(card, choice);
      const acknowledged = deed.outcome.kind === "message" && /Your vote counts/.test(textOf(messageOf(deed)));
      clicks.push({
        voter,
        proposal: number,
        choice: choice.toLowerCase() as Side,
        interactionId: BigInt(deed.interactionId),
        acknowledged,
      });
    }
  }

  async function proposeUntil(over: () => boolean): Promise<void> {
    let tenths = 41;
    while (!over()) {
      const author = createPerson(rig.discord.url, pick(voters).id);
      const value = `${(tenths % 119) * 0.25} %`;
      tenths += 1;
      await author.command("propose", { parameter: "operator-fee", value }, { channel: proposals });
      await sleep(600 + random() * 1_000);
    }
  }

  function orderFault(): void {
    const kind = pick(["store-then-502", "reset", "5xx", "429"] as const);
    rig.discord.faults.add({
      kind,
      match: { method: "POST", path: /\/channels\/\d+\/messages$/ },
      times: 1,
      seconds: 1,
      resumable: true,
      code: undefined,
      stored: random() < 0.5,
      global: false,
    });
  }

  /** Until nothing waits in the outbox any more. */
  async function settled(): Promise<void> {
    for (let tries = 0; tries < 600; tries += 1) {
      const db = openDb(join(rig.dataFolder, "steward.db"));
      const waiting = db
        .select()
        .from(outbox)
        .all()
        .filter((row) => row.state === "queued" || row.state === "trying");
      db.$client.close();
      if (waiting.length === 0) return;
      await sleep(250);
    }
    throw new Error("the outbox does not empty");
  }

  function checkBallots(clicks: readonly Click[]): void {
    const db = openDb(join(rig.dataFolder, "steward.db"));
    for (const { id } of db.select().from(proposal).all()) {
      const counted = new Map(listCurrentBallots(db, id).map((ballot) => [ballot.member, ballot]));
      for (const voter of new Set(clicks.map((click) => click.voter))) {
        const own = clicks.filter((click) => click.voter === voter && click.proposal === id);
        const last = own.filter(({ acknowledged }) => acknowledged).at(-1);
        if (!last) continue;
        const ballot = counted.get(voter);
        const since = own.filter(({ interactionId }) => interactionId >= last.interactionId);
        expect(since.map(({ interactionId, choice }) => `${interactionId} ${choice}`)).toContain(
          `${ballot?.id} ${ballot?.choice}`,
        );
      }
    }
    db.$client.close();
  }

  function checkPosts(): void {
    const db = openDb(join(rig.dataFolder, "steward.db"));
    const rows = db.select().from(outbox).all();
    const cards = rows.filter(({ kind }) => kind === "proposal-card");
    expect(cards.length).toBe(db.select().from(proposal).all().length);
    db.$client.close();
    const texts = [...rig.discord.state.channels.values()]
      .flatMap((channel) => channel.messages)
      .filter(({ viewer }) => viewer === null)
      .map(({ message }) => textOf(message));
    for (const row of rows) {
      const marker = markerOf(SERVER.guild, row.key);
      expect([row.key, texts.filter((text) => text.includes(marker)).length]).toEqual([row.key, 1]);
    }
  }
});
