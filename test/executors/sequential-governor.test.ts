import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Abi, type Address, encodeFunctionData, type Hex } from "viem";
import { expect, test } from "vitest";
import type { Artifact } from "../../sandbox/chain/artifact.ts";
import { callContract } from "../../sandbox/chain/call-contract.ts";
import { createRpc } from "../../sandbox/chain/rpc.ts";
import { findExecutor } from "../../src/executors/index.ts";
import {
  deploy,
  handOff,
  harmless,
  look,
  sendStep,
  startExecutorWorld,
  stepNamed,
  told,
} from "../support/executor-world.ts";
import { createWorldApp } from "../support/world-app.ts";

/** A Governor that counts its proposals and takes parts of votes, without a timelock; nobody needs it but this test. */
const SOURCE = `// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;
import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {GovernorCountingFractional} from "@openzeppelin/contracts/governance/extensions/GovernorCountingFractional.sol";
import {GovernorSequentialProposalId} from "@openzeppelin/contracts/governance/extensions/GovernorSequentialProposalId.sol";
import {GovernorVotes} from "@openzeppelin/contracts/governance/extensions/GovernorVotes.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
contract Counted is Governor, GovernorCountingFractional, GovernorVotes, GovernorSequentialProposalId {
    constructor(IVotes token) Governor("Counted") GovernorVotes(token) { _initializeLatestProposalId(41); }
    function votingDelay() public pure override returns (uint256) { return 10; }
    function votingPeriod() public pure override returns (uint256) { return 600; }
    function quorum(uint256) public pure override returns (uint256) { return 1; }
    function getProposalId(address[] memory t, uint256[] memory v, bytes[] memory c, bytes32 d)
        public view override(Governor, GovernorSequentialProposalId) returns (uint256)
    { return super.getProposalId(t, v, c, d); }
    function _propose(address[] memory t, uint256[] memory v, bytes[] memory c, string memory d, address p)
        internal override(Governor, GovernorSequentialProposalId) returns (uint256)
    { return super._propose(t, v, c, d, p); }
}`;

/** Compiling takes seconds, so that its result is kept for as long as the source is the same. */
async function compiled(): Promise<Artifact> {
  const file = join(tmpdir(), `steward-counted-${createHash("sha256").update(SOURCE).digest("hex").slice(0, 16)}.json`);
  if (!existsSync(file)) {
    const artifact = JSON.stringify(await compile());
    // Two runs may compile at once; none may read half of it.
    writeFileSync(`${file}.${process.pid}`, artifact);
    renameSync(`${file}.${process.pid}`, file);
  }
  return JSON.parse(readFileSync(file, "utf8")) as Artifact;
}

async function compile(): Promise<Artifact> {
  const { default: solc } = (await import("solc")) as unknown as {
    default: { compile: (input: string, callbacks: object) => string };
  };
  const settings = { outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } }, optimizer: { enabled: true } };
  const sources = { "Counted.sol": { content: SOURCE } };
  const output = JSON.parse(
    solc.compile(JSON.stringify({ language: "Solidity", sources, settings }), { import: find }),
  );
  const { abi, evm } = output.contracts?.["Counted.sol"]?.Counted ?? expect.fail(JSON.stringify(output.errors));
  return { abi: abi as Abi, bytecode: `0x${evm.bytecode.object}` };
}

function find(path: string) {
  const file = fileURLToPath(new URL(`../../node_modules/${path}`, import.meta.url));
  return existsSync(file) ? { contents: readFileSync(file, "utf8") } : { error: "not found" };
}

test("default: a proposal of a Governor that counts is found by its content, and followed without a queue", async () => {
  const ground = await startExecutorWorld();
  try {
    const { world } = ground;
    const { keeper, wallets } = world.roles;
    const [theo, ada] = [wallets["theo"] as Address, wallets["ada"] as Address];
    const counted = await compiled();
    const governor = await deploy(createRpc(world.rpcUrl), keeper, counted, [world.addresses.token]);
    const executors = { dao: { kind: "governor", chain: world.chainId, governor } };
    const app = await createWorldApp(world, { changes: { executors } });
    const handed = await handOff(app, [harmless(world, "dao")], "Counted\r\n🌞");
    expect(handed.survey).toEqual({
      counting: "support=bravo,fractional&quorum=for,abstain&params=fractional",
      clock: "timestamp",
      ids: "sequential",
    });
    expect(handed.executor.predict(handed.vote.actions, "a", handed.survey)[0]?.kind).toBe("governor-content");
    expect(findExecutor(app.config, "dao").account).toBe(governor);
    const [target] = handed.vote.actions;
    const hashed = await callContract<bigint>(app.rpc, {
      ...{ to: governor, abi: counted.abi, functionName: "hashProposal" },
      args: [[target?.target], [0n], [target?.calldata], stepNamed(app, handed, "execute").args[3]?.value],
    });
    expect(handed.handoff.onchainId).toBe(hashed.toString());

    expect(await look(app, handed)).toEqual([]);
    // Somebody else's comes first, and takes the number that this one might have been thought to get.
    const other = await handOff(app, [harmless(world, "dao", 9n)], "Another");
    await sendStep(app, ada, stepNamed(app, other, "propose"));
    const proposed = await sendStep(app, ada, stepNamed(app, handed, "propose"));
    expect((await look(app, handed)).at(-1)?.facts["proposal"]).toBe("43");
    await app.wait(11);
    await look(app, handed);
    const cast = (id: bigint): Hex => encodeFunctionData({ abi: counted.abi, functionName: "castVote", args: [id, 1] });
    await app.send(theo, governor, cast(43n));
    await app.wait(601);
    await look(app, handed);
    const executed = await sendStep(app, ada, stepNamed(app, handed, "execute"));
    expect(told(await look(app, handed))).toEqual([
      ["pending", proposed],
      ["active", null],
      ["succeeded", null],
      ["executed", executed],
    ]);
    expect((await look(app, other)).at(-1)).toMatchObject({ state: "defeated", facts: { proposal: "42" } });
  } finally {
    await ground.stop();
  }
}, 60_000);
