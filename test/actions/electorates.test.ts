import { type Address, getAddress } from "viem";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listElectors } from "../../db/electors.ts";
import { listNodes } from "../../db/nodes.ts";
import { findVote } from "../../db/votes.ts";
import { addWallet } from "../../db/wallets.ts";
import { closeVotes } from "../../jobs/close-votes.ts";
import { startWorld } from "../../sandbox/chain/world.ts";
import { PEOPLE, walletOf } from "../../sandbox/people.ts";
import { beginProposal } from "../../src/actions/proposals/begin-proposal.ts";
import { describeProposal } from "../../src/actions/proposals/describe-proposal.ts";
import { requireVote } from "../../src/actions/proposals/find-proposal.ts";
import { bundleVote } from "../../src/actions/votes/bundle-vote.ts";
import { castVote } from "../../src/actions/votes/cast-vote.ts";
import { findEnd } from "../../src/actions/votes/move-end.ts";
import { verifyBundle } from "../../src/core/governance/bundle/verify-bundle.ts";
import { interactionAt } from "../support/app.ts";
import { createWorldApp, encode, type WorldApp } from "../support/world-app.ts";
import { createWorldReader } from "../support/world-reader.ts";

let started: Awaited<ReturnType<typeof startWorld>>;

beforeAll(async () => {
  started = await startWorld();
});
afterAll(() => started.stop());

const HELIO = 10n ** 18n;

/** What a wallet holds, as the chain itself says. */
const held = async (owner: Address): Promise<bigint> =>
  (await createWorldReader(started.world).read("token", "balanceOf", [owner])) as bigint;
const heldBy = (name: string) => held(walletFor(name).address);
const people = PEOPLE.slice(0, 8);
const walletFor = (name: string) => {
  const person = people.find((one) => one.name === name);
  if (person === undefined) throw new Error(`nobody is called ${name}`);
  return { ...person, address: getAddress(walletOf(person).address) };
};

const linkTo = (app: WorldApp, name: string) => {
  const { id, address } = walletFor(name);
  addWallet(app.db, { address, member: id, linkedAt: app.now() - 10, message: "", signature: "0x" });
};

/** A yes-or-no poll by rules of its own, whose electorate is the one a test is about. */
async function openPoll(electorates: Record<string, unknown>, quorum: unknown, linked: readonly string[]) {
  const { config } = await createWorldApp(started.world);
  const crew = { kind: "role", roles: config.roles.member };
  const changes = {
    electorates: {
      holders: { kind: "votes", chain: started.world.chainId, token: started.world.addresses.token },
      crew,
      ...electorates,
    },
    rulePacks: {
      standard: { title: "Standard", quorum: { kind: "share", share: "4 %" } },
      constitution: { title: "Constitution", quorum: { kind: "share", share: "4 %" } },
      "two-houses": { title: "Other", quorum: { kind: "share", share: "4 %" } },
      poll: { title: "Poll", quorum, electorate: "tested" },
    },
  };
  const app = await createWorldApp(started.world, { changes: changes as never });
  for (const name of linked) linkTo(app, name);
  const { id: author } = walletFor("ada");
  const asker = { interaction: interactionAt(app.now() * 1000), author, roles: config.roles.member };
  const { id } = await beginProposal(app, { ...asker, poll: { question: "Shall we?", choices: [], rules: "poll" } });
  return { app, id, roles: config.roles.member };
}

async function cast(app: WorldApp, id: number, name: string, choice: string) {
  const { id: member } = walletFor(name);
  const interaction = interactionAt(app.now() * 1000);
  return castVote(app, { interaction, proposal: id, member, roles: app.config.roles.member, choice });
}

async function closed(app: WorldApp, id: number) {
  app.set(findEnd(app, requireVote(app, id)) + 61);
  await closeVotes.run(app);
  const bundle = bundleVote(app, id);
  const verification = await verifyBundle(JSON.parse(bundle?.text ?? "{}"), { text: bundle?.text ?? "" });
  expect(verification.problems).toEqual([]);
  return { decision: describeProposal(app, id).decision, verification };
}

const share = { kind: "share", share: "1 %" };
const chain = () => started.world.chainId;
const address = (name: keyof typeof started.world.addresses) => started.world.addresses[name];

test("default: a plain balance weighs as it was at the snapshot block, whatever is moved afterwards", async () => {
  const tested = { kind: "balance", standard: "erc20", chain: chain(), token: address("token"), symbol: "HELIO" };
  const { app, id } = await openPoll({ tested }, share, ["ada", "ben"]);
  const before = listElectors(app.db, id).map(({ member, weight }) => [member, weight]);
  expect(before).toEqual([
    [walletFor("ada").id, await heldBy("ada")],
    [walletFor("ben").id, await heldBy("ben")],
  ]);
  expect(findVote(app.db, id)?.electorate.total).toBe(5_000_000n * HELIO);
  const { address: ben } = walletFor("ben");
  const [benHeld, chloeHeld] = [await heldBy("ben"), await heldBy("chloe")];
  await app.send(ben, address("token"), encode("HelioToken", "transfer", walletFor("chloe").address, 50_000n * HELIO));
  linkTo(app, "chloe");
  expect((await cast(app, id, "chloe", "against")).weights).toEqual([{ house: "", weight: chloeHeld }]);
  await cast(app, id, "ben", "for");
  const { decision, verification } = await closed(app, id);
  expect(decision).toMatchObject({ outcome: "passed", turnout: { weight: benHeld + chloeHeld } });
  expect(verification.believed.join(" ")).toContain(`balanceOf(voter) of ${address("token")} at block`);
  await app.send(walletFor("chloe").address, address("token"), encode("HelioToken", "transfer", ben, 50_000n * HELIO));
  // Votes are asked for as of the second before a block.
  await app.wait(60);
});

test("behavior: excluded wallets neither vote nor count as weight that could", async () => {
  const safe = address("safe");
  const excluded = [safe, walletFor("theo").address];
  const tested = {
    kind: "balance",
    standard: "erc20",
    chain: chain(),
    token: address("token"),
    symbol: "HELIO",
    excluded,
  };
  const { app, id } = await openPoll({ tested }, share, ["ada", "theo"]);
  const total = 5_000_000n * HELIO - (await held(safe)) - (await heldBy("theo"));
  expect(findVote(app.db, id)?.electorate.total).toBe(total);
  await expect(cast(app, id, "theo", "for")).rejects.toThrow("had no HELIO when this vote opened");
  await cast(app, id, "ada", "for");
  expect((await closed(app, id)).decision?.turnout.electorate).toBe(total);
});

test("default: any view function weighs wallets, with its total", async () => {
  const tested = {
    ...{ kind: "call", chain: chain(), target: address("token"), symbol: "HELIO" },
    weight: "function getVotes(address account) view returns (uint256)",
    total: "function totalSupply() view returns (uint256)",
  };
  const { app, id } = await openPoll({ tested }, share, ["ada", "dina"]);
  await cast(app, id, "dina", "for");
  const { decision, verification } = await closed(app, id);
  expect(decision).toMatchObject({ outcome: "passed", turnout: { weight: await heldBy("dina") } });
  expect(verification.believed.join(" ")).toContain("getVotes(voter)");
});

test("default: nodes weigh for their owners as of the final block they were read up to; late links get what was found then", async () => {
  const tested = { kind: "nodes", rewards: "nodes", mostPerOperator: 4 };
  const { app, id } = await openPoll({ tested }, { kind: "absolute", weight: 1 }, ["ada"]);
  const owners = Map.groupBy(
    listNodes(app.db, "nodes").filter(({ until }) => until === null),
    ({ owner }) => getAddress(owner),
  );
  const expected = (owner: Address) => BigInt(Math.min(4, owners.get(owner)?.length ?? 0));
  const all = [...owners.keys()].reduce((sum, owner) => sum + expected(owner), 0n);
  expect(findVote(app.db, id)?.electorate).toMatchObject({
    total: all,
    source: { kind: "nodes", rule: { weigh: "one" } },
  });
  const late = people.find(({ name }) => name !== "ada" && expected(walletFor(name).address) > 0n)?.name ?? "";
  linkTo(app, late);
  expect((await cast(app, id, late, "for")).weights).toEqual([
    { house: "", weight: expected(walletFor(late).address) },
  ]);
  const { verification } = await closed(app, id);
  expect(verification.believed.join(" ")).toContain('booked the nodes of "nodes"');
});

test("default: a sum adds up its parts in one unit", async () => {
  const operators = { kind: "nodes", rewards: "nodes" };
  const of = [{ electorate: "holders" }, { electorate: "operators", times: `${1_000n * HELIO}` }];
  const { app, id } = await openPoll({ operators, tested: { kind: "sum", of, symbol: "points" } }, share, [
    "ada",
    "ben",
  ]);
  const nodes = listNodes(app.db, "nodes").filter(({ until }) => until === null);
  const owned = (name: string) =>
    BigInt(nodes.filter(({ owner }) => getAddress(owner) === walletFor(name).address).length);
  const weights = new Map(listElectors(app.db, id).map(({ member, weight }) => [member, weight]));
  for (const name of ["ada", "ben"]) {
    const { id: member } = walletFor(name);
    expect(weights.get(member)).toBe((await heldBy(name)) + 1_000n * HELIO * owned(name));
  }
  expect(findVote(app.db, id)?.electorate.total).toBe(5_000_000n * HELIO + 1_000n * HELIO * BigInt(nodes.length));
  await cast(app, id, "ben", "against");
  expect((await closed(app, id)).decision?.outcome).toBe("no-quorum");
});

test("default: a role that is listed is fixed when the vote opens, with its whole weight", async () => {
  const { app: probe } = await openPoll(
    { tested: { kind: "role", roles: ["700000000000000101"] } },
    { kind: "absolute", weight: 1 },
    [],
  );
  const tested = { kind: "role", roles: probe.config.roles.member, listed: true };
  const listed = people.slice(0, 4).map(({ id }) => ({ id, roles: probe.config.roles.member, bot: false }));
  const { app, id } = await openListed(tested, [
    ...listed,
    { id: "700000000000000399", roles: probe.config.roles.member, bot: true },
  ]);
  expect(findVote(app.db, id)?.electorate.total).toBe(4n);
  await expect(cast(app, id, "emil", "for")).rejects.toThrow(
    "did not carry a role that may vote on this when its vote opened",
  );
  await cast(app, id, "ben", "for");
  const { decision, verification } = await closed(app, id);
  expect(decision).toMatchObject({ outcome: "passed", turnout: { weight: 1n, electorate: 4n } });
  expect(verification.believed.join(" ")).toContain("carried the role when the vote opened");
});

async function openListed(tested: unknown, members: { id: string; roles: readonly string[]; bot: boolean }[]) {
  const changes = {
    electorates: { holders: { kind: "votes", chain: chain(), token: address("token") }, tested },
    rulePacks: {
      standard: { title: "Standard", quorum: share },
      constitution: { title: "Constitution", quorum: share },
      "two-houses": { title: "Other", quorum: share },
      poll: { title: "Poll", quorum: { kind: "share", share: "25 %" }, electorate: "tested" },
    },
  };
  const app = await createWorldApp(started.world, { changes: changes as never });
  app.discord.members = members;
  const asker = {
    interaction: interactionAt(app.now() * 1000),
    author: walletFor("ada").id,
    roles: app.config.roles.member,
  };
  const { id } = await beginProposal(app, { ...asker, poll: { question: "Shall we?", choices: [], rules: "poll" } });
  return { app, id };
}

test("default: two houses each count their own voters by their own rules; a member of both votes in both with one click", async () => {
  const app = await createWorldApp(started.world);
  for (const { name } of people) linkTo(app, name);
  const { id: author } = walletFor("ada");
  const asker = { interaction: interactionAt(app.now() * 1000), author, roles: app.config.roles.member };
  const { id } = await beginProposal(app, {
    ...asker,
    asks: [{ kind: "parameter", parameter: "unbonding-period", value: "21 d" }],
  });
  const { source } = requireVote(app, id).electorate;
  expect(source).toMatchObject({
    kind: "houses",
    houses: { holders: { source: { kind: "votes" } }, operators: { source: { kind: "nodes" } } },
  });
  for (const { name } of people) await cast(app, id, name, name === "nils" ? "abstain" : "for").catch(() => undefined);
  const view = describeProposal(app, id);
  expect(view.decision?.houses?.["holders"]?.turnout.weight).toBe(
    (await Promise.all(people.map(({ name }) => heldBy(name)))).reduce((sum, weight) => sum + weight, 0n),
  );
  expect(view.decision?.houses?.["operators"]?.turnout.weight).toBeGreaterThan(0n);
  const { decision, verification } = await closed(app, id);
  expect(decision?.outcome).toBe("passed");
  expect(Object.keys(verification.decision?.houses ?? {})).toEqual(["holders", "operators"]);
});

test("error: a share of a weight that nobody can know opens nothing and says so", async () => {
  const tested = { kind: "role", roles: ["700000000000000101"] };
  await expect(openPoll({ tested }, share, ["ada"])).rejects.toThrow(
    "ask for a share of all weight, which cannot be known",
  );
  const call = {
    kind: "call",
    chain: chain(),
    target: address("token"),
    weight: "function balanceOf(address a) view returns (uint256)",
  };
  await expect(openPoll({ tested: call }, share, ["ada"])).rejects.toThrow("which cannot be known");
});

test("error: a contract that does not answer opens nothing and says what is missing", async () => {
  const call = {
    ...{
      kind: "call",
      chain: chain(),
      target: address("token"),
      total: "function totalSupply() view returns (uint256)",
    },
    weight: "function stakeOf(address a) view returns (uint256)",
  };
  await expect(openPoll({ tested: call }, share, ["ada"])).rejects.toThrow(
    "No wallet's weight at the snapshot can be read",
  );
});
