import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { SeenMessage } from "../sandbox/discord/act/view.ts";
import { createPerson } from "../sandbox/discord/person.ts";
import { textOf } from "../sandbox/discord/read-message.ts";
import { SERVER } from "../sandbox/people.ts";
import { createRig, type Rig } from "../test/support/rig.ts";
import { crowdMember, crowdSeed, deployEqualVotes, linkCrowd } from "./crowd.ts";
import { percentile, print, residentMb, round } from "./figure.ts";

const MEMBERS = 10_000;
const PER_SECOND = 50;
const SECONDS = 20;

/** From a click to its acknowledgement, at 50 ballots a second with 10,000 linked members; and the memory that takes. */
export async function measureVoteLatency(): Promise<void> {
  const rig = await createRig({
    seed: crowdSeed(MEMBERS),
    configure: async (config, world) => {
      const token = await deployEqualVotes(world);
      return { ...config, electorates: { ...config.electorates, holders: { ...config.electorates.holders, token } } };
    },
  });
  try {
    linkCrowd(join(rig.dataFolder, "steward.db"), MEMBERS, Math.floor(Date.now() / 1000));
    await measure(rig);
  } finally {
    await rig.stop();
  }
}

async function measure(rig: Rig): Promise<void> {
  const steward = await rig.startSteward();
  print({ figure: "memory-after-start", value: round(residentMb(steward.pid)), unit: "MB" });
  const { proposals } = SERVER.channels;
  const author = createPerson(rig.discord.url, crowdMember(0));
  const began = performance.now();
  await author.command("propose", { parameter: "operator-fee", value: "12 %" }, { channel: proposals });
  const opened = performance.now() - began;
  let card = (await author.messages(proposals)).find((message) => !message.ephemeral);
  while (!card) {
    await sleep(100);
    card = (await author.messages(proposals)).find((message) => !message.ephemeral && textOf(message).includes("12 %"));
  }
  print({ figure: "proposal-opened", value: round(opened), unit: "ms", facts: { linkedWallets: MEMBERS } });

  print({ figure: "memory-after-opening", value: round(residentMb(steward.pid)), unit: "MB" });
  const clicks = await clickFor(rig, card);
  const latencies = clicks.filter(({ counted }) => counted).map(({ ms }) => ms);
  const facts = {
    counted: latencies.length,
    unanswered: clicks.length - latencies.length,
    perSecond: PER_SECOND,
    linkedMembers: MEMBERS,
    max: round(percentile(latencies, 1)),
  };
  const [half, most] = [0.5, 0.99].map((share) => round(percentile(latencies, share))) as [number, number];
  print({ figure: "vote-acknowledged-p50", value: half, unit: "ms", facts });
  print({ figure: "vote-acknowledged-p99", value: most, unit: "ms", target: "< 250", facts });
  print({ figure: "memory-under-votes", value: round(residentMb(steward.pid)), unit: "MB", target: "< 180" });
}

/** One click of another member every 20 ms, whatever became of the ones before. */
async function clickFor(rig: Rig, card: SeenMessage): Promise<{ ms: number; counted: boolean }[]> {
  const click = async (index: number) => {
    const clicked = performance.now();
    const voter = createPerson(rig.discord.url, crowdMember(index));
    const { outcome } = await voter.click(card, index % 3 === 0 ? "Against" : "For");
    const counted = outcome.kind === "message" && textOf(outcome.message).includes("Your vote counts");
    return { ms: performance.now() - clicked, counted };
  };
  const clicks: ReturnType<typeof click>[] = [];
  const start = performance.now();
  for (let index = 0; index < PER_SECOND * SECONDS; index += 1) {
    await sleep(Math.max(0, start + (index * 1000) / PER_SECOND - performance.now()));
    clicks.push(click(index));
  }
  return Promise.all(clicks);
}
