import {
  type Address,
  encodeDeployData,
  encodeFunctionData,
  type Hex,
  keccak256,
  stringToHex,
  zeroAddress,
} from "viem";
import { listVotes, type VoteRow } from "../../db/votes.ts";
import { artifact, safeArtifact } from "../../sandbox/chain/artifact.ts";
import { createRpc } from "../../sandbox/chain/rpc.ts";
import { finalizeLatest } from "../../sandbox/chain/time.ts";
import type { World } from "../../sandbox/chain/world.ts";
import { ROLES } from "../../sandbox/people.ts";
import { prepareHandoff } from "../../src/actions/handoffs/prepare-handoff.ts";
import { beginProposal } from "../../src/actions/proposals/begin-proposal.ts";
import { castVote } from "../../src/actions/votes/cast-vote.ts";
import { closeVote } from "../../src/actions/votes/close-vote.ts";
import type { ConfigInput } from "../../src/config/schema.ts";
import type { Ask } from "../../src/core/governance/ask.ts";
import { findExecutor } from "../../src/executors/index.ts";
import { approvalSignatures } from "../../src/executors/safe-transaction.ts";
import { interactionAt } from "./app.ts";
import { createWorldApp, encode, type WorldApp } from "./world-app.ts";

const PERIOD = 60;

/** A world in which a crew votes for a minute, on three executors: the Governor, a timelock of its own, and the treasury's Safe. */
export type WatchedWorld = {
  app: WorldApp;
  world: World;
  delay: Address;
  wallet: (name: string) => Address;
  /** Opens a vote on something. */
  open: (ask: Ask) => Promise<VoteRow>;
  /** Opens a vote that the crew decides, and counts it. */
  decide: (ask: Ask, choice?: "for" | "against") => Promise<VoteRow>;
  handOff: (vote: VoteRow) => Promise<number>;
  /** Sends a step of a vote's hand-off, whoever may. */
  step: (vote: VoteRow, name: string, from: Address, survey?: Record<string, string>) => Promise<Hex>;
  /** A Safe's transaction by its owners: its hash, and what approving and executing took. */
  safe: SafeHands;
  timelock: (from: Address, name: string, ...args: readonly unknown[]) => Promise<Hex>;
};

type SafeHands = {
  hash: (to: Address, data: Hex) => Promise<Hex>;
  approve: (hash: Hex, owner: string) => Promise<Hex>;
  execute: (to: Address, data: Hex) => Promise<Hex>;
};

/** Puts a second timelock onto the chain, on which Theo may do everything. */
export async function deployDelay(world: World): Promise<Address> {
  const rpc = createRpc(world.rpcUrl);
  const theo = world.roles.wallets["theo"] as Address;
  const { abi, bytecode } = artifact("TimelockController");
  const data = encodeDeployData({ abi, bytecode, args: [60n, [theo], [theo], theo] });
  const hash = await rpc<Hex>("eth_sendTransaction", { from: theo, data, gas: "0x989680" });
  await finalizeLatest(rpc);
  return (await rpc<{ contractAddress: Address }>("eth_getTransactionReceipt", hash)).contractAddress;
}

/** Makes the app; `delay` is what `deployDelay` gave. */
export async function createWatchedWorld(
  world: World,
  delay: Address,
  changes: Partial<ConfigInput> = {},
): Promise<WatchedWorld> {
  const chain = world.chainId;
  const { governor, timelock, safe, multiSendCallOnly } = world.addresses;
  const app = await createWorldApp(world, {
    changes: {
      electorates: { crew: { kind: "role", roles: [ROLES.member] } },
      rulePacks: { crew: { title: "Crew", quorum: { kind: "absolute", weight: "1" } } },
      voting: { rulePack: "crew", electorate: "crew", periodSeconds: PERIOD, openPerAuthor: 50, perAuthorPerDay: 500 },
      executors: {
        dao: { kind: "governor", chain, governor, timelock },
        shadow: { kind: "timelock", chain, timelock },
        delay: { kind: "timelock", chain, timelock: delay },
        vault: { kind: "safe", chain, safe, multiSend: multiSendCallOnly },
      },
      calls: { executor: "vault" },
      // The second timelock owns nothing: what matters here is who says that it is to be done.
      lint: { reverts: "warn" },
      ...withoutRules(world),
      ...changes,
    },
  });
  const wallet = (name: string) => world.roles.wallets[name] as Address;
  const open = async (ask: Ask) => {
    const interaction = interactionAt(app.now() * 1000);
    await beginProposal(app, { interaction, author: "theo", roles: [ROLES.member], asks: [ask] });
    return listVotes(app.db)[0] as VoteRow;
  };
  return {
    app,
    world,
    delay,
    wallet,
    open,
    decide: async (ask, choice = "for") => {
      const vote = await open(ask);
      const interaction = interactionAt(app.now() * 1000 + 500);
      await castVote(app, { interaction, proposal: vote.id, member: "theo", roles: [ROLES.member], choice });
      await app.wait(PERIOD + 60);
      closeVote(app, vote.id);
      return vote;
    },
    handOff: async ({ id }) => {
      const interaction = interactionAt(app.now() * 1000);
      return (await prepareHandoff(app, { interaction, proposal: id, treasurer: "theo", roles: [ROLES.treasurer] })).id;
    },
    step: async ({ actions, description, predicted }, name, from, survey = predicted[0]?.survey ?? {}) => {
      const executor = findExecutor(app.config, actions[0]?.executor ?? "");
      const one = executor.prepare(actions, description, survey).find((step) => step.name === name);
      return app.send(from, one?.to ?? "0x", one?.data ?? "0x");
    },
    safe: safeHands(app, world, wallet),
    timelock: (from, name, ...args) => app.send(from, delay, encode("TimelockController", name, ...args)),
  };
}

/** The parameters of the world, all by the usual rules. */
function withoutRules(world: World): Partial<ConfigInput> {
  const { registry } = world.addresses;
  const shared = { chain: world.chainId, target: registry, executor: "dao" };
  return {
    parameters: {
      "operator-fee": {
        ...shared,
        title: "Operator fee",
        getter: "function operatorFeeBps() view returns (uint256)",
        setter: "function setOperatorFeeBps(uint256 value)",
        codec: { type: "percent", scale: "10000" },
      },
      "unbonding-period": {
        ...shared,
        title: "Unbonding period",
        getter: "function unbondingPeriod() view returns (uint256)",
        setter: "function setUnbondingPeriod(uint256 value)",
        codec: { type: "duration" },
      },
      "minimum-stake": {
        ...shared,
        title: "Minimum stake",
        getter: "function minStake() view returns (uint256)",
        setter: "function setMinStake(uint256 value)",
        codec: { type: "integer" },
        executor: "delay",
      },
    },
  };
}

function safeHands(app: WorldApp, world: World, wallet: (name: string) => Address): SafeHands {
  const { abi } = safeArtifact("SafeL2");
  const to = world.addresses.safe;
  const call = (functionName: string, ...args: readonly unknown[]) => encodeFunctionData({ abi, functionName, args });
  const bodyOf = (target: Address, data: Hex) => [target, 0n, data, 0, 0n, 0n, 0n, zeroAddress, zeroAddress];
  const hash = async (target: Address, data: Hex) => {
    const nonce = BigInt(await app.rpc<Hex>("eth_call", { to, data: call("nonce") }, "latest"));
    return app.rpc<Hex>("eth_call", { to, data: call("getTransactionHash", ...bodyOf(target, data), nonce) }, "latest");
  };
  const approve = (one: Hex, owner: string) => app.send(wallet(owner), to, call("approveHash", one));
  return {
    hash,
    approve,
    execute: async (target, data) => {
      await approve(await hash(target, data), "theo");
      const signatures = approvalSignatures([wallet("theo"), wallet("tess")]);
      return app.send(wallet("tess"), to, call("execTransaction", ...bodyOf(target, data), signatures));
    },
  };
}

/** keccak256 of a text's bytes. */
export const hashText = (text: string): Hex => keccak256(stringToHex(text));
