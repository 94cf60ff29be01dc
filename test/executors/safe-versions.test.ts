import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Abi, type Address, encodeFunctionData, zeroAddress } from "viem";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Artifact, safeArtifact } from "../../sandbox/chain/artifact.ts";
import { callContract } from "../../sandbox/chain/call-contract.ts";
import { createRpc } from "../../sandbox/chain/rpc.ts";
import { finalizeLatest } from "../../sandbox/chain/time.ts";
import {
  deploy,
  type ExecutorWorld,
  handOff,
  harmless,
  look,
  sendStep,
  startExecutorWorld,
  stepNamed,
  told,
} from "../support/executor-world.ts";
import { createWorldApp } from "../support/world-app.ts";

/**
 * The packages of the older versions bring half of ethers with them, so that they are no dependency of this house. Whoever unpacks
 * @gnosis.pm/safe-contracts@1.3.0 and @safe-global/safe-contracts@1.4.1 into a folder, and names it here, tests them too.
 */
const FOLDER = process.env["STEWARD_SAFE_PACKAGES"] ?? "";

const versions: Record<string, (name: string) => Artifact> = { "1.5.0": (name) => safeArtifact(name as never) };
for (const version of ["1.3.0", "1.4.1"]) {
  const [home] = FOLDER === "" ? [] : globSync(join(FOLDER, `*${version}/package/build/artifacts/contracts`));
  if (home !== undefined && existsSync(home)) versions[version] = (name) => packed(home, version, name);
}

/** Before 1.4.1 everything was Gnosis's. */
function packed(home: string, version: string, name: string): Artifact {
  const full = version === "1.3.0" && name.startsWith("Safe") ? `Gnosis${name}` : name;
  const [path] = globSync(join(home, `**/${full}.json`));
  return JSON.parse(readFileSync(path ?? "", "utf8")) as Artifact;
}

let ground: ExecutorWorld;
beforeAll(async () => {
  ground = await startExecutorWorld();
});
afterAll(() => ground.stop());

test.each(Object.keys(versions))(
  "default: a batch of a Safe %s is approved, executed and followed, with the hash that the Safe itself gives it",
  async (version) => {
    const { world } = ground;
    const { keeper, wallets } = world.roles;
    const rpc = createRpc(world.rpcUrl);
    const from = versions[version] as (name: string) => Artifact;
    const { abi } = from("SafeL2");
    const owners = [wallets["theo"], wallets["tess"], wallets["mara"]] as Address[];
    const singleton = await deploy(rpc, keeper, from("SafeL2"));
    const factory = await deploy(rpc, keeper, from("SafeProxyFactory"));
    const multiSend = await deploy(rpc, keeper, from("MultiSendCallOnly"));
    const setup = [owners, 2n, zeroAddress, "0x", zeroAddress, zeroAddress, 0n, zeroAddress];
    const creation = {
      ...{ to: factory, abi: from("SafeProxyFactory").abi, functionName: "createProxyWithNonce" },
      args: [singleton, encodeFunctionData({ abi: abi as Abi, functionName: "setup", args: setup }), 0n],
    };
    const safe = await callContract<Address>(rpc, creation);
    const executors = { treasury: { kind: "safe", chain: world.chainId, safe, multiSend } };
    const app = await createWorldApp(world, { changes: { executors } });
    await app.send(keeper, factory, encodeFunctionData(creation));
    await finalizeLatest(rpc);

    const actions = [harmless(world, "treasury", 1n), harmless(world, "treasury", 2n)];
    const handed = await handOff(app, actions, "Batch");
    expect(handed.survey).toEqual({ version, nonce: "0", threshold: "2" });
    const one = await handOff(app, actions.slice(0, 1), "One");
    const body = [actions[0]?.target, 0n, actions[0]?.calldata, 0, 0n, 0n, 0n, zeroAddress, zeroAddress, 0n];
    const call = { to: safe, abi, functionName: "getTransactionHash", args: body };
    expect(one.handoff.onchainId).toBe(await callContract(rpc, call));

    const first = await sendStep(app, owners[2] as Address, stepNamed(app, handed, "approve"));
    await look(app, handed);
    const second = await sendStep(app, owners[0] as Address, stepNamed(app, handed, "approve"));
    await look(app, handed);
    const executed = await sendStep(app, keeper, stepNamed(app, handed, "execute"));
    expect(told(await look(app, handed))).toEqual([
      ["approving", first],
      ["approved", second],
      ["executed", executed],
    ]);
    const allowance = { to: world.addresses.token, functionName: "allowance", args: [safe, keeper] };
    const erc20 = [
      {
        ...{ type: "function", name: "allowance", stateMutability: "view" },
        inputs: [{ type: "address" }, { type: "address" }],
        outputs: [{ type: "uint256" }],
      },
    ] as const;
    expect(await callContract(rpc, { ...allowance, abi: erc20 as unknown as Abi })).toBe(2n);
    // The same nonce stood under the single call, which is dead now, by that very transaction.
    expect(told(await look(app, one))).toEqual([["replaced", executed]]);
  },
);
