import { encodeFunctionData, keccak256, parseEther, toHex } from "viem";
import { afterAll, beforeAll, expect, test } from "vitest";
import { artifact } from "../../../sandbox/chain/artifact.ts";
import { GOVERNOR_SETTINGS, TIMELOCK_DELAY } from "../../../sandbox/chain/heliogrid.ts";
import { passTime } from "../../../sandbox/chain/live.ts";
import { startWorld, type World } from "../../../sandbox/chain/world.ts";
import { PEOPLE } from "../../../sandbox/people.ts";
import { createWallet, type Wallet } from "../../../sandbox/wallet/create-wallet.ts";
import { listGovernorProposals } from "../../../sandbox/wallet/governor.ts";
import { createWorldReader, totalOf, type WorldReader } from "../../support/world-reader.ts";

let stop: () => Promise<void>;
let world: World;
let reader: WorldReader;

beforeAll(async () => {
  ({ stop, world } = await startWorld());
  reader = createWorldReader(world);
});
afterAll(() => stop());

function walletOf(name: string): Wallet {
  const person = PEOPLE.find((somebody) => somebody.name === name);
  if (!person) throw new Error(`nobody is called ${name}`);
  return createWallet(person, world.rpcUrl, world);
}

/** Proposes a call of the registry, as a treasurer with a prepared hand-off would. */
async function propose(proposer: string, functionName: string, args: unknown[], description: string): Promise<string> {
  const setter = encodeFunctionData({ abi: artifact("ParameterRegistry").abi, functionName, args });
  const data = encodeFunctionData({
    abi: artifact("HelioGovernor").abi,
    functionName: "propose",
    args: [[world.addresses.registry], [0n], [setter], description],
  });
  const sent = await walletOf(proposer).send({ to: world.addresses.governor, data });
  if (sent.status !== "success") throw new Error(sent.error);
  const proposals = await listGovernorProposals(reader.rpc, world);
  return proposals[0]?.id ?? "";
}

const newest = async () => (await listGovernorProposals(reader.rpc, world))[0];

test("default: a voted parameter goes through Governor and timelock, and the next day is paid by it", async () => {
  const reward = parseEther("4800");
  const id = await propose("theo", "setRewardPerEpoch", [reward], "# Double the reward\n\nNodes are few.");
  const expected = await reader.read("governor", "hashProposal", [
    [world.addresses.registry],
    [0n],
    [encodeFunctionData({ abi: artifact("ParameterRegistry").abi, functionName: "setRewardPerEpoch", args: [reward] })],
    keccak256(toHex("# Double the reward\n\nNodes are few.")),
  ]);
  expect(id).toBe(String(expected));
  expect(await newest()).toMatchObject({ title: "Double the reward", state: "Pending", eta: null });

  await passTime(world, GOVERNOR_SETTINGS.votingDelay + 1);
  expect((await newest())?.state).toBe("Active");
  for (const name of ["ada", "theo"]) expect(await walletOf(name).vote(id, "for")).toMatchObject({ status: "success" });
  await walletOf("dina").vote(id, "against");
  await walletOf("emil").vote(id, "abstain");
  const { votes } = (await newest()) ?? {};
  expect(Number(votes?.for)).toBeGreaterThanOrEqual(270_000);
  expect(Number(votes?.against)).toBeGreaterThanOrEqual(45_000);
  expect(Number(votes?.abstain)).toBeGreaterThanOrEqual(30_000);

  await passTime(world, GOVERNOR_SETTINGS.votingPeriod);
  expect((await newest())?.state).toBe("Succeeded");
  expect(await walletOf("tess").queue(id)).toMatchObject({ status: "success" });
  const queued = await newest();
  expect(queued?.state).toBe("Queued");
  expect((queued?.eta ?? 0) - (await reader.block("finalized")).timestamp).toBeGreaterThan(TIMELOCK_DELAY - 60);
  expect(await walletOf("tess").execute(id)).toEqual({
    hash: null,
    status: "refused",
    error: "The timelock refuses: its operation needs to be ready.",
  });
  expect(await reader.read("registry", "rewardPerEpoch")).toBe(parseEther("2400"));

  await passTime(world, TIMELOCK_DELAY + 1);
  const executed = await walletOf("nils").execute(id);
  expect(executed).toMatchObject({ status: "success" });
  expect((await newest())?.state).toBe("Executed");
  const { number: finalized } = await reader.block("finalized");
  expect(await reader.read("registry", "rewardPerEpoch", [], finalized)).toBe(reward);

  const { number } = await reader.block("latest");
  await passTime(world, 86_400);
  const paid = totalOf(await reader.rewards(number + 1));
  expect(paid).toBeGreaterThan(parseEther("2400"));
  expect(paid).toBeLessThanOrEqual((reward * 9n) / 10n);
});

test("behavior: late votes extend a proposal, and one without a quorum is defeated", async () => {
  const id = await propose("theo", "setOperatorFeeBps", [500n], "Halve the fee");
  const { deadline = 0 } = (await newest()) ?? {};
  await passTime(world, GOVERNOR_SETTINGS.votingDelay + GOVERNOR_SETTINGS.votingPeriod - 600);
  await walletOf("ada").vote(id, "for");
  expect((await newest())?.deadline).toBe(deadline);
  await walletOf("theo").vote(id, "for");
  expect((await newest())?.deadline).toBeGreaterThan(deadline + GOVERNOR_SETTINGS.lateQuorumExtension - 700);

  await propose("ada", "setRegistrationOpen", [false], "Close the door");
  await passTime(world, GOVERNOR_SETTINGS.votingDelay + GOVERNOR_SETTINGS.votingPeriod + 3_600);
  const [lonely, extended] = await listGovernorProposals(reader.rpc, world);
  expect([lonely?.state, extended?.state]).toEqual(["Defeated", "Succeeded"]);
});

test("error: refusals are said in sentences and nothing is sent", async () => {
  const id = (await newest())?.id ?? "";
  expect(await walletOf("ada").queue(id)).toEqual({
    hash: null,
    status: "refused",
    error: "The proposal is Defeated, and this needs Succeeded.",
  });
  expect(await walletOf("ada").vote(id, "for")).toMatchObject({
    error: "The proposal is Defeated, and this needs Active.",
  });
  await expect(propose("nils", "setOperatorFeeBps", [1n], "Mine")).rejects.toThrow(
    /^Governor insufficient proposer votes: proposer 0x\w{40}, votes 0, threshold 10000000000000000000000\.$/,
  );
  await expect(walletOf("ada").execute("12")).rejects.toThrow("The Governor has no such proposal");
});

test("behavior: what was voted beyond the registry's bounds is refused when it is executed", async () => {
  const id = await propose("theo", "setOperatorFeeBps", [3_001n], "Too much");
  await passTime(world, GOVERNOR_SETTINGS.votingDelay + 1);
  for (const name of ["ada", "theo"]) await walletOf(name).vote(id, "for");
  await passTime(world, GOVERNOR_SETTINGS.votingPeriod);
  await walletOf("tess").queue(id);
  await passTime(world, TIMELOCK_DELAY + 1);
  expect(await walletOf("tess").execute(id)).toEqual({
    hash: null,
    status: "refused",
    error: "Out of bounds: value 3001, lowest 0, highest 3000.",
  });
  expect((await newest())?.state).toBe("Queued");
});
