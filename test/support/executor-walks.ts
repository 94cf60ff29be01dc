import { type Address, encodeFunctionData, type Hex, keccak256, parseAbi, stringToHex, toEventSelector } from "viem";
import { artifact, safeArtifact } from "../../sandbox/chain/artifact.ts";
import { callContract } from "../../sandbox/chain/call-contract.ts";
import { finalizeLatest } from "../../sandbox/chain/time.ts";
import {
  type ExecutorWorld,
  type HandedOff,
  handOff,
  harmless,
  look,
  sendOther,
  sendStep,
  stepNamed,
  told,
} from "./executor-world.ts";
import { createRandom } from "./random.ts";
import { encode, type WorldApp } from "./world-app.ts";

/** What Steward told of a hand-off's life beside what the chain was asked for after the same steps. */
export type Walked = { told: [string, string | null][]; truth: [string, string | null][]; steps: string[] };

/** What the chain says now, asked past Steward: the state, which transactions could have brought it about, and what else is news. */
type Truth = { state: string; news?: string };

type Walk = {
  app: WorldApp;
  ground: ExecutorWorld;
  handed: HandedOff;
  random: () => number;
  /** Which transaction did what, oldest first. */
  did: { state: string; hash: Hex; block: number }[];
};

type Plan = {
  steps: Readonly<Record<string, (walk: Walk) => Promise<unknown>>>;
  truth: (walk: Walk, last: string) => Promise<Truth>;
  /** Of a state that was looked at after this block, the transaction that brought it about. */
  begins: readonly string[];
  final: readonly string[];
};

const STEPS = 24;

/** States that are brought about by the same acts as another. */
const alias: Readonly<Record<string, string>> = { approved: "approving" };

/** One random life with one executor; what a step may not do now, it does not do. */
export async function walkExecutor(app: WorldApp, ground: ExecutorWorld, name: string, seed: number): Promise<Walked> {
  const random = createRandom(seed);
  const plan = plans[name] as Plan;
  const batch = name !== "dao" && random() < 0.5;
  const actions = [harmless(ground.world, name), ...(batch ? [harmless(ground.world, name, 2n)] : [])];
  const handed = await handOff(app, actions, `Walk ${seed}\r\n🌞`);
  const walk: Walk = { app, ground, handed, random, did: [] };
  const truth: [string, string | null][] = [];
  const steps: string[] = [];
  let last = { state: "waiting", news: undefined as string | undefined, block: -1 };
  const look_ = async () => {
    // On a busy machine a transaction may be mined later than it was answered for, and one block too few follows it.
    await finalizeLatest(app.rpc);
    const { state, news } = await plan.truth(walk, last.state);
    const block = await height(app);
    const isNews = state !== last.state || (news !== undefined && last.block >= 0 && news !== last.news);
    if (isNews && !plan.final.includes(last.state)) {
      const did = walk.did.findLast((one) => (alias[state] ?? state) === one.state && one.block > last.block);
      truth.push([state, plan.begins.includes(state) ? (did?.hash ?? null) : null]);
      last = { state, news, block };
    }
    await look(app, handed);
  };
  const names = Object.keys(plan.steps);
  for (let step = 0; step < STEPS && !plan.final.includes(last.state); step += 1) {
    const chosen = names[Math.floor(random() * names.length)] ?? "";
    const done = await plan.steps[chosen]?.(walk).then(
      () => "",
      () => " (refused)",
    );
    steps.push(`${chosen}${done}`);
    if (random() < 0.6) {
      steps.push("look");
      await look_();
    }
  }
  await look_();
  const rows = await look(app, handed);
  return { told: told(rows), truth, steps };
}

async function height(app: WorldApp): Promise<number> {
  return Number(await app.rpc<Hex>("eth_blockNumber"));
}

/** Sends, and remembers what it did; a refused call did nothing. */
async function act(walk: Walk, state: string, send: () => Promise<Hex>): Promise<void> {
  const hash = await send();
  const { blockNumber, logs } = await walk.app.rpc<{ blockNumber: Hex; logs: { topics: Hex[] }[] }>(
    "eth_getTransactionReceipt",
    hash,
  );
  walk.did.push({ state, hash, block: Number(blockNumber) });
  if (logs.some(({ topics }) => topics[0] === EXTENDED))
    walk.did.push({ state: "active", hash, block: Number(blockNumber) });
}

const EXTENDED = toEventSelector("ProposalExtended(uint256,uint64)");

const oneOf = <T>({ random }: Walk, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;

const person = (walk: Walk, ...names: string[]): Address =>
  walk.ground.world.roles.wallets[oneOf(walk, names)] as Address;

const step = (walk: Walk, state: string, name: string, from: Address) =>
  act(walk, state, () => sendStep(walk.app, from, stepNamed(walk.app, walk.handed, name)));

const read = <T>({ app }: Walk, contract: string, to: Address, functionName: string, ...args: unknown[]): Promise<T> =>
  callContract<T>(app.rpc, { to, abi: artifact(contract).abi, functionName, args });

/** As somebody who has no key here. */
async function impersonate({ app }: Walk, who: Address, send: () => Promise<Hex>): Promise<Hex> {
  await app.rpc("anvil_impersonateAccount", who);
  await app.rpc("anvil_setBalance", who, "0xde0b6b3a7640000");
  return send();
}

const GOVERNOR_STATES = "pending active canceled defeated succeeded queued expired executed".split(" ");

const governorPlan: Plan = {
  steps: {
    propose: (walk) => step(walk, "pending", "propose", person(walk, "theo", "ada")),
    vote: voteOnChain,
    "vote again": voteOnChain,
    "go on": goOn,
    "go on further": goOn,
    "go on still": goOn,
    wait: (walk) => walk.app.wait(oneOf(walk, [10, 61, 3_700, 20_000])),
    "to the end": toTheEnd,
    queue: (walk) => step(walk, "queued", "queue", person(walk, "ada", "ben")),
    execute: (walk) => step(walk, "executed", "execute", person(walk, "ada", "ben")),
    "execute on the timelock": (walk) => act(walk, "executed", () => pastGovernor(walk, "executeBatch")),
    "cancel on the timelock": (walk) =>
      walk.random() < 0.3 ? act(walk, "canceled", () => pastGovernor(walk, "cancel")) : Promise.resolve(),
    "cancel by the proposer": (walk) =>
      walk.random() < 0.3 ? act(walk, "canceled", () => cancelByProposer(walk)) : Promise.resolve(),
  },
  truth: async (walk) => {
    const { governor } = walk.ground.world.addresses;
    const id = BigInt(walk.handed.handoff.onchainId);
    const state = await read<number>(walk, "HelioGovernor", governor, "state", id).catch(() => -1);
    if (state < 0) return { state: "waiting" };
    const news = String(await read<bigint>(walk, "HelioGovernor", governor, "proposalDeadline", id));
    return { state: GOVERNOR_STATES[state] ?? "", news };
  },
  begins: ["pending", "active", "queued", "executed", "canceled"],
  final: ["executed", "defeated", "canceled", "expired"],
};

function voteOnChain(walk: Walk) {
  const { app, ground, handed } = walk;
  const data = encode("HelioGovernor", "castVote", BigInt(handed.handoff.onchainId), oneOf(walk, [1, 1, 1, 0, 2]));
  const voter = person(walk, "ada", "ben", "chloe", "dina", "theo", "tess");
  return act(walk, "vote", () => app.send(voter, ground.world.addresses.governor, data));
}

/** What people who want it done would do next; without it few lives would get far. */
async function goOn(walk: Walk): Promise<void> {
  const { state } = await governorPlan.truth(walk, "");
  const { app, ground } = walk;
  if (state === "waiting") await step(walk, "pending", "propose", person(walk, "theo"));
  if (state === "pending") await app.wait(61);
  if (state === "active") {
    for (const name of ["theo", "tess", "ada"]) {
      const data = encode("HelioGovernor", "castVote", BigInt(walk.handed.handoff.onchainId), 1);
      const send = () => app.send(person(walk, name), ground.world.addresses.governor, data);
      await act(walk, "vote", send).catch(() => undefined);
    }
  }
  if (state === "succeeded") await step(walk, "queued", "queue", person(walk, "ada"));
  if (state === "queued") await app.wait(3_601);
}

/** To shortly before or after the end, where late votes move it. */
async function toTheEnd(walk: Walk): Promise<void> {
  const { app, ground, handed } = walk;
  const id = BigInt(handed.handoff.onchainId);
  const end = Number(await read(walk, "HelioGovernor", ground.world.addresses.governor, "proposalDeadline", id));
  const seconds = end - app.now() + oneOf(walk, [-1_800, -600, 2, 60]);
  if (seconds > 0) await app.wait(seconds);
}

function pastGovernor(walk: Walk, name: "executeBatch" | "cancel"): Promise<Hex> {
  const { app, ground, handed } = walk;
  const { timelock, governor } = ground.world.addresses;
  if (name === "cancel") {
    const data = encode("TimelockController", "cancel", handed.vote.predicted[1]?.id);
    return impersonate(walk, governor, () => app.send(governor, timelock, data));
  }
  const { actions, description } = handed.vote;
  const words = keccak256(stringToHex(description));
  const salt = `0x${(BigInt(`${governor}${"0".repeat(24)}`) ^ BigInt(words)).toString(16).padStart(64, "0")}`;
  const content = [
    actions.map(({ target }) => target),
    actions.map(({ value }) => value),
    actions.map(({ calldata }) => calldata),
  ];
  const none = `0x${"0".repeat(64)}`;
  const data = encode("TimelockController", "executeBatch", ...content, none, salt);
  return app.send(person(walk, "ben", "emil"), timelock, data);
}

function cancelByProposer(walk: Walk): Promise<Hex> {
  const { app, ground, handed } = walk;
  const { actions, description } = handed.vote;
  const data = encode(
    "HelioGovernor",
    "cancel",
    ...[actions.map(({ target }) => target), actions.map(({ value }) => value)],
    ...[actions.map(({ calldata }) => calldata), keccak256(stringToHex(description))],
  );
  return app.send(person(walk, "theo", "ada"), ground.world.addresses.governor, data);
}

const timelockPlan: Plan = {
  steps: {
    schedule: (walk) => step(walk, "queued", "schedule", person(walk, "theo", "tess")),
    "schedule, a stranger": (walk) => step(walk, "queued", "schedule", person(walk, "ben")),
    execute: (walk) =>
      walk.random() < 0.4 ? step(walk, "executed", "execute", person(walk, "ada", "ben")) : Promise.resolve(),
    cancel: (walk) =>
      act(walk, "canceled", () =>
        walk.app.send(
          person(walk, "theo", "tess"),
          walk.ground.council,
          encode("TimelockController", "cancel", walk.handed.handoff.onchainId),
        ),
      ),
    wait: (walk) => walk.app.wait(oneOf(walk, [60, walk.ground.delay / 2, walk.ground.delay + 1])),
  },
  truth: async (walk, last) => {
    const id = walk.handed.handoff.onchainId;
    const state = await read<number>(walk, "TimelockController", walk.ground.council, "getOperationState", id);
    const word = [last === "waiting" ? "waiting" : "canceled", "queued", "ready", "executed"][state] ?? "";
    return { state: word };
  },
  begins: ["queued", "executed", "canceled"],
  final: ["executed"],
};

const safeAbi = safeArtifact("SafeL2").abi;

const safePlan: Plan = {
  steps: {
    approve: (walk) => step(walk, "approving", "approve", oneOf(walk, walk.ground.world.roles.safeOwners)),
    "approve another": (walk) => step(walk, "approving", "approve", oneOf(walk, walk.ground.world.roles.safeOwners)),
    "approve, a stranger": (walk) => step(walk, "approving", "approve", person(walk, "ben", "emil")),
    execute: (walk) => step(walk, "executed", "execute", person(walk, "ada", "nils")),
    another: (walk) => (walk.random() < 0.15 ? another(walk) : Promise.resolve()),
    "another that fails": (walk) => (walk.random() < 0.1 ? another(walk, 100_000n) : Promise.resolve()),
    wait: (walk) => walk.app.wait(oneOf(walk, [60, 3_600])),
  },
  truth: async (walk) => {
    const { handed, did } = walk;
    const ask = <T>(functionName: string, ...args: unknown[]) =>
      callContract<T>(walk.app.rpc, { to: walk.ground.world.addresses.safe, abi: safeAbi, functionName, args });
    if ((await ask<bigint>("nonce")) > BigInt(handed.survey["nonce"] ?? 0))
      return { state: did.some(({ state }) => state === "executed") ? "executed" : "replaced" };
    const owners = await ask<Address[]>("getOwners");
    const given = await Promise.all(owners.map((one) => ask<bigint>("approvedHashes", one, handed.handoff.onchainId)));
    const count = given.filter((one) => one !== 0n).length;
    const needed = Number(await ask<bigint>("getThreshold"));
    return {
      state: count >= needed ? "approved" : count > 0 ? "approving" : "waiting",
      news: String(Math.min(count, needed)),
    };
  },
  begins: ["approving", "approved", "executed", "replaced"],
  final: ["executed", "replaced"],
};

/** Only the first that uses the nonce replaces; a call that fails can use it where gas was set aside for it. */
async function another(walk: Walk, safeTxGas?: bigint): Promise<void> {
  const { world } = walk.ground;
  const fails = encodeFunctionData({
    abi: parseAbi(["function transfer(address to, uint256 amount)"]),
    args: [world.roles.keeper, 10n ** 40n],
  });
  const isFirst = !walk.did.some(({ state }) => state === "replaced" || state === "executed");
  const send = () =>
    sendOther(walk.app, world, {
      to: world.addresses.token,
      data: safeTxGas === undefined ? encode("HelioToken", "approve", world.roles.keeper, 5n) : fails,
      ...(safeTxGas === undefined ? {} : { safeTxGas }),
    });
  await act(walk, isFirst ? "replaced" : "later", send);
}

const plans: Readonly<Record<string, Plan>> = { dao: governorPlan, council: timelockPlan, treasury: safePlan };
