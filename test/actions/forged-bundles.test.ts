import { privateKeyToAccount } from "viem/accounts";
import { expect, test } from "vitest";
import { closeVotes } from "../../jobs/close-votes.ts";
import { beginProposal } from "../../src/actions/proposals/begin-proposal.ts";
import { requireVote } from "../../src/actions/proposals/find-proposal.ts";
import { bundleVote } from "../../src/actions/votes/bundle-vote.ts";
import { castVote } from "../../src/actions/votes/cast-vote.ts";
import { giveVote } from "../../src/actions/votes/delegate.ts";
import { findEnd } from "../../src/actions/votes/move-end.ts";
import { describeSigning, signBallot } from "../../src/actions/votes/sign-ballot.ts";
import { canonical, hashOf } from "../../src/core/canonical.ts";
import { digestEvent, linkEvent } from "../../src/core/event-chain.ts";
import type { Bundle } from "../../src/core/governance/bundle/bundle.ts";
import { hashElectors, sumUpHistory } from "../../src/core/governance/bundle/history.ts";
import { rootOf } from "../../src/core/governance/bundle/make-bundle.ts";
import { verifyBundle } from "../../src/core/governance/bundle/verify-bundle.ts";
import { createTestApp, interactionAt, START, type TestApp } from "../support/app.ts";
import { link, openFeeVote, wallets } from "../support/members.ts";
import { ids, testConfig, token } from "../support/test-config.ts";

const { ada, ben, cleo } = ids;
const HOUR = 3_600;
/** A key that everybody knows. */
const keyed = privateKeyToAccount(`0x${"11".repeat(32)}`);
const quorum = { kind: "share", share: "4 %" };

const click = (app: TestApp) => interactionAt(app.now() * 1000);
const cast = (app: TestApp, member: string, choice: unknown, reason?: string) =>
  castVote(app, { interaction: click(app), proposal: 1, member, roles: [ids.member], choice, reason });

const trees = ["Oak", "Pine", "Elm"];

function appBy(rules: Record<string, unknown>, electorates?: Record<string, unknown>): TestApp {
  const config = testConfig({
    rulePacks: { standard: "houses" in rules ? rules : { title: "Standard", quorum, ...rules } },
    ...(electorates ? { electorates } : {}),
  } as never);
  const app = createTestApp({ config });
  link(app, ada, wallets.ada, 60n);
  link(app, ben, wallets.ben, 30n);
  link(app, cleo, wallets.cleo, 10n);
  return app;
}

const openPoll = (app: TestApp, question: string, choices: string[]) =>
  beginProposal(app, { interaction: click(app), author: ada, roles: [ids.member], poll: { question, choices } });

async function bundleOf(app: TestApp): Promise<Bundle> {
  app.set(findEnd(app, requireVote(app, 1)) + 61);
  await closeVotes.run(app);
  return JSON.parse(bundleVote(app, 1)?.text ?? "") as Bundle;
}

/** A closed vote of each kind that a bundle tells of. */
const kinds: Record<string, () => Promise<Bundle>> = {
  async "sides, signed, with a wallet linked late"() {
    const app = appBy({});
    link(app, ben, keyed.address, 5n);
    app.values.set("supply", 200n);
    await openFeeVote(app);
    link(app, cleo, `0x${"d".repeat(40)}`, 4n);
    const { ballot } = await cast(app, ben, "for", "Because");
    await cast(app, cleo, "against");
    await cast(app, cleo, "abstain");
    const { json } = describeSigning(app, ballot, { member: ben, interaction: click(app) });
    const signature = await keyed.signTypedData(JSON.parse(json));
    await signBallot(app, { interaction: click(app), member: ben, ballot, signature });
    return bundleOf(app);
  },
  async ranked() {
    const app = appBy({
      counting: "ranked",
      partial: true,
      elimination: "lowest-index",
      majorityBase: "continuing",
      majority: { share: "50 %", comparison: "more-than" },
    });
    await openPoll(app, "Which tree?", trees);
    await cast(app, ada, [1, 2]);
    await cast(app, ben, [3, 2, 1]);
    await cast(app, cleo, [2]);
    return bundleOf(app);
  },
  async weighted() {
    const app = appBy({ counting: "weighted", tie: "none" });
    await openPoll(app, "Which tree?", trees);
    await cast(app, ada, [
      [1, "60"],
      [2, "40"],
    ]);
    await cast(app, ben, [[3, "1"]]);
    return bundleOf(app);
  },
  async "two houses, one by role"() {
    const sided = {
      counting: "for-against-abstain",
      quorum: { kind: "absolute", weight: "1" },
      approval: { share: "50 %", comparison: "more-than" },
    };
    const app = appBy(
      {
        title: "Both",
        counting: "two-house",
        houses: { holders: { ...sided, title: "Holders" }, crew: { ...sided, title: "Crew" } },
      },
      {
        holders: { kind: "votes", chain: 31_337, token, symbol: "HELIO", decimals: 0 },
        crew: { kind: "role", roles: [ids.member] },
      },
    );
    await openFeeVote(app);
    await cast(app, ada, "for");
    await cast(app, ben, "against");
    await cast(app, "700000000000000404", "against");
    return bundleOf(app);
  },
  async delegations() {
    const app = appBy({ delegation: { depth: "one-hop", override: true } });
    giveVote(app, { interaction: click(app), member: ada, to: ben, share: "1/3" });
    giveVote(app, { interaction: click(app), member: cleo, to: ben });
    await openFeeVote(app);
    await cast(app, ben, "for");
    await cast(app, cleo, "against");
    return bundleOf(app);
  },
  async "a late quorum"() {
    const app = appBy({
      lateQuorum: { seconds: HOUR },
      quorum: { kind: "share", share: "40 %", counts: ["for", "against", "abstain"] },
    });
    await openFeeVote(app);
    await cast(app, ben, "for");
    app.set(START + HOUR - 60);
    await cast(app, cleo, "against");
    app.set(START + HOUR + 10);
    await cast(app, ada, "against");
    return bundleOf(app);
  },
  async "an early end"() {
    const app = appBy({ ballots: "final", early: true });
    await openFeeVote(app);
    app.set(START + 100);
    await cast(app, ada, "for");
    await closeVotes.run(app);
    return bundleOf(app);
  },
  async "an outage"() {
    const app = appBy({ outage: { longerThanSeconds: 600, atMostSeconds: HOUR } });
    await openFeeVote(app);
    await closeVotes.run(app);
    app.set(START + 1_800);
    app.discord.upSince = START + 1_800;
    await closeVotes.run(app);
    app.set(START + HOUR + 100);
    await cast(app, ada, "for");
    return bundleOf(app);
  },
  async "a listed role"() {
    const app = appBy({}, { holders: { kind: "role", roles: [ids.member], listed: true } });
    app.discord.members = [ada, ben, cleo].map((id) => ({ id, bot: false, roles: [ids.member] }));
    await openFeeVote(app);
    await cast(app, ada, "for");
    await cast(app, ben, "against");
    return bundleOf(app);
  },
  async "a role that is not listed"() {
    const app = appBy(
      { quorum: { kind: "absolute", weight: "2" } },
      { holders: { kind: "role", roles: [ids.member] } },
    );
    await openPoll(app, "Shall we?", []);
    await cast(app, ada, "for");
    await cast(app, ben, "against");
    return bundleOf(app);
  },
};

type Path = (string | number)[];

/** Every place in a value: containers and what they hold. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const keys: Path = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);
  const inner = keys.flatMap((key) => pathsOf(Reflect.get(value, key), [...path, key]));
  return path.length > 0 ? [path, ...inner] : inner;
}

type Deed = (at: object, key: string | number) => void;

/** What somebody may do at one place; every deed leaves digits digits, so that no shape gives it away. */
const deeds: Readonly<Record<string, Deed>> = {
  raised: (at, key) => void Reflect.set(at, key, raised(Reflect.get(at, key))),
  lowered(at, key) {
    const value: unknown = Reflect.get(at, key);
    if (typeof value === "number") Reflect.set(at, key, value - 1);
    else if (typeof value === "string" && /^[1-9]\d*$/.test(value)) Reflect.set(at, key, String(BigInt(value) - 1n));
  },
  removed: (at, key) => void (Array.isArray(at) ? at.splice(Number(key), 1) : Reflect.deleteProperty(at, key)),
  doubled(at, key) {
    if (Array.isArray(at)) at.splice(Number(key), 0, structuredClone(at[Number(key)]));
    else Reflect.set(at, `${key}2`, 1);
  },
  swapped(at, key) {
    const place = Number(key);
    if (Array.isArray(at) && place > 0) [at[place - 1], at[place]] = [at[place], at[place - 1]];
  },
};

function raised(value: unknown): unknown {
  if (typeof value === "number") return value + 1;
  if (typeof value !== "string") return "other";
  return value.slice(0, -1) + (value.at(-1) === "1" ? "2" : "1");
}

/** Makes every hash of the chain right again, and what the closing says of them. */
function chainAnew(bundle: Bundle): void {
  let previous = bundle.before;
  const own: Bundle["before"][] = [];
  for (const event of bundle.events) {
    if ("digest" in event) {
      previous = linkEvent(previous, event.digest);
      continue;
    }
    const { seq, at, kind, proposal, actor, body } = event;
    if (event === bundle.events.at(-1)) body["history"] = sumUpHistory(own);
    event.hash = linkEvent(previous, digestEvent({ seq, at, kind, proposal, actor, body: canonical(body) }));
    previous = event.hash;
    own.push(previous);
  }
}

/** A bundle with one thing done to it and its root made right; undefined where that leaves it as it was, or no JSON. */
function forge(text: string, path: Path, deed: Deed, repair: (bundle: Bundle) => void): Bundle | undefined {
  const bundle = JSON.parse(text) as Bundle;
  const at = path.slice(0, -1).reduce<object>((inner, key) => Reflect.get(inner, key) as object, bundle);
  deed(at, path.at(-1) ?? "");
  if (canonical(bundle) === text) return undefined;
  try {
    repair(bundle);
  } catch {
    return undefined;
  }
  bundle.root = rootOf(bundle);
  return canonical(bundle) === text ? undefined : bundle;
}

/** The place with its event's kind in place of numbers: what a list of those missed says. */
function nameOf({ events }: Bundle, [list = "", index = "", ...rest]: Path): string {
  const event = events[Number(index)];
  const where = list === "events" ? [event && "kind" in event ? event.kind : "skipped"] : [list, index];
  return [...where, ...rest].filter((key) => typeof key === "string" && key !== "").join(".");
}

/**
 * What whoever makes the whole chain anew can change unseen, because nothing else follows from it: only the posted root tells.
 * When a thing was recorded, what nobody reads, salts, and what stands before.
 */
const free = [
  /^before raised$/,
  /^[a-z-]+\.at (raised|lowered)$/,
  /^[a-z-]+\.body(\.[a-z]+)+ doubled$/i,
  /^ballot-cast\.body\.salt raised$/,
  /^(electors-admitted|end-moved|outage-noted|vote-closed)\.actor raised$/,
  /^electors-admitted\.body\.electors doubled$/,
  // An outage that began before the vote did took nothing more of it.
  /^outage-noted\.body\.from lowered$/,
];

test.each(Object.keys(kinds))(
  "law: what is done to a bundle is found, however its hashes are mended (%s)",
  async (kind) => {
    const made = (await kinds[kind]?.()) as Bundle;
    const text = canonical(made);
    expect((await verifyBundle(made)).problems).toEqual([]);
    const missed = { root: new Set<string>(), chain: new Set<string>() };
    for (const path of pathsOf(made).filter(([key]) => key !== "root")) {
      for (const [name, deed] of Object.entries(deeds)) {
        const found = async (repair: (bundle: Bundle) => void) => {
          const bundle = forge(text, path, deed, repair);
          return bundle === undefined || (await verifyBundle(bundle)).problems.length > 0;
        };
        const what = `${nameOf(made, path)} ${name}`;
        if (!(await found(() => undefined))) missed.root.add(what);
        const isChained = path[0] === "events" || path[0] === "before";
        if (isChained && !(await found(chainAnew))) missed.chain.add(what);
      }
    }
    expect([...missed.root]).toEqual([]);
    expect([...missed.chain].filter((what) => !free.some((one) => one.test(what)))).toEqual([]);
  },
  120_000,
);

/** Forges what a bundle says and all hashes over it: what remains to be found is that it contradicts itself. */
async function forgeThrough(kind: string, change: (bundle: Bundle) => void): Promise<readonly string[]> {
  const bundle = (await kinds[kind]?.()) as Bundle;
  change(bundle);
  const { hash: _, ...frozen } = bundle.proposal;
  bundle.proposal.hash = hashOf(frozen);
  const [opened] = bundle.events;
  if (opened === undefined || !("body" in opened)) throw new Error("a bundle begins with its opening");
  const electorate = hashElectors(bundle.electors.filter(({ admitted }) => admitted === undefined));
  Object.assign(opened.body, { hash: bundle.proposal.hash, closesAt: bundle.proposal.closesAt, electorate });
  chainAnew(bundle);
  bundle.root = rootOf(bundle);
  return (await verifyBundle(bundle)).problems;
}

test("error: other rules than those that the description names are found, with every hash made right", async () => {
  const problems = await forgeThrough("sides, signed, with a wallet linked late", ({ proposal }) => {
    proposal.rulePack["title"] = "Other";
  });
  expect(problems.filter((problem) => !problem.includes("signed"))).toEqual([
    "proposal.description is of another title, other rules or another electorate than the proposal's.",
  ]);
});

test("error: somebody who carries a role more than once is found, with every hash made right", async () => {
  const problems = await forgeThrough("a listed role", (bundle) => {
    for (const row of bundle.electors.filter(({ member }) => member === ada)) row.weight = "3";
  });
  expect(problems).toContain(`${ada} cannot weigh what it does here.`);
});

test("error: a vote that was closed before its end is found, with every hash made right", async () => {
  const problems = await forgeThrough("ranked", (bundle) => {
    const closed = bundle.events.at(-1);
    if (closed !== undefined && "at" in closed) closed.at = bundle.proposal.closesAt - 1;
  });
  expect(problems).toEqual(["The vote was closed before its end."]);
});

test("error: rules that cannot be read are a problem of a signed bundle too, and no crash", async () => {
  const problems = await forgeThrough("sides, signed, with a wallet linked late", ({ proposal }) => {
    proposal.rulePack = { title: "Standard" };
  });
  expect(problems.join(" ")).toContain("cannot be computed with");
});
