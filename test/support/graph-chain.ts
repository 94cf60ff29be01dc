import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type Abi, type Address, encodeFunctionData, encodePacked, getAddress, type Hex, keccak256, toHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { startAnvil } from "../../sandbox/chain/anvil.ts";
import { createBlockBuilder, type Receipt } from "../../sandbox/chain/block-builder.ts";
import { callContract } from "../../sandbox/chain/call-contract.ts";
import { createRpc } from "../../sandbox/chain/rpc.ts";

type Links = Record<string, Record<string, { start: number; length: number }[]>>;
type Artifact = { abi: Abi; bytecode: Hex; linkReferences: Links };

export type GraphChain = Awaited<ReturnType<typeof startGraphChain>>;

export const GRT = 10n ** 18n;

const home = dirname(createRequire(import.meta.url).resolve("@graphprotocol/contracts/package.json"));
/** One of The Graph's contracts, from the package's artifacts; their code is never copied into this repository. */
function graphArtifact(path: string, name = path.split("/").at(-1)): Artifact {
  return JSON.parse(readFileSync(join(home, "artifacts/contracts", `${path}.sol`, `${name}.json`), "utf8")) as Artifact;
}

/** The Graph's own rewards, stakes and curation on a chain of their own: 100 GRT are issued a block, an epoch is one block. */
export async function startGraphChain() {
  const anvil = await startAnvil({ timestamp: 1_800_000_000 });
  const rpc = createRpc(anvil.url);
  const accounts = (await rpc<Address[]>("eth_accounts")).map((one) => getAddress(one));
  const [governor = "0x", indexer = "0x", delegator = "0x", vault = "0x"] = accounts;
  await rpc("evm_setAutomine", false);
  const builder = createBlockBuilder(rpc);
  const abis = new Map<Address, Abi>();

  const place = async ({ abi, bytecode }: { abi: Abi; bytecode: Hex }, ...args: unknown[]): Promise<Address> => {
    await builder.deploy(governor, { abi, bytecode }, args);
    const [receipt] = await builder.mine();
    const address = getAddress(receipt?.contractAddress ?? "0x");
    abis.set(address, abi);
    return address;
  };
  const send = async (from: Address, to: Address, functionName: string, ...args: unknown[]): Promise<Receipt> => {
    await builder.send(from, { to, abi: abis.get(to) ?? [], functionName, args });
    const [receipt] = await builder.mine();
    if (!receipt) throw new Error(`${functionName} is in no block.`);
    return receipt;
  };
  const read = <Result>(to: Address, functionName: string, ...args: unknown[]) =>
    callContract<Result>(rpc, { to, abi: abis.get(to) ?? [], functionName, args });

  const controller = await place(graphArtifact("governance/Controller"));
  const admin = await place(graphArtifact("upgrades/GraphProxyAdmin"));
  const token = await place(graphArtifact("token/GraphToken"), 10_000_000n * GRT);
  const proxied = async (artifact: Artifact, ...args: unknown[]): Promise<Address> => {
    const implementation = await place(artifact);
    const proxy = await place(graphArtifact("upgrades/GraphProxy"), implementation, admin);
    const data = encodeFunctionData({ abi: artifact.abi, functionName: "initialize", args });
    await send(governor, admin, "acceptProxyAndCall", implementation, proxy, data);
    abis.set(proxy, artifact.abi);
    return proxy;
  };
  const epochs = await proxied(graphArtifact("epochs/EpochManager"), controller, 1n);
  const signals = await place(graphArtifact("curation/GraphCurationToken"));
  const curation = await proxied(graphArtifact("l2/curation/L2Curation"), controller, signals, 0, GRT);
  const rewards = await proxied(graphArtifact("rewards/RewardsManager"), controller);
  const exponential = { ...graphArtifact("staking/libs/Exponential", "LibExponential"), abi: [] };
  const extension = graphArtifact("staking/StakingExtension");
  const stakes = graphArtifact("staking/L1Staking");
  const rebates = { alphaNumerator: 1, alphaDenominator: 1, lambdaNumerator: 6, lambdaDenominator: 10 };
  const staking = await proxied(
    { ...stakes, bytecode: linked(stakes, await place(exponential)) },
    ...[controller, GRT, 1, 0, 0, 10_000, 1, 16, rebates],
    await place(extension),
  );
  abis.set(staking, [...stakes.abi, ...extension.abi]);
  for (const [name, address] of Object.entries({
    ...{ GraphToken: token, EpochManager: epochs, Curation: curation, RewardsManager: rewards, Staking: staking },
  }))
    await send(governor, controller, "setContractProxy", keccak256(toHex(name)), address);
  await send(governor, controller, "setPaused", false);
  await send(governor, token, "addMinter", rewards);
  await send(governor, rewards, "setIssuancePerBlock", 100n * GRT);
  await send(governor, rewards, "setSubgraphAvailabilityOracle", governor);

  let keys = 0;
  return {
    url: anvil.url,
    ...{ rpc, send, read, governor, indexer, delegator, vault, token, curation, rewards, staking },
    stop: anvil.stop,
    /** Opens an allocation to a subgraph, proven as an indexer proves it. */
    allocate: async (subgraph: Hex, tokens: bigint): Promise<Address> => {
      keys += 1;
      const { address, signMessage } = privateKeyToAccount(toHex(keys, { size: 32 }));
      const raw = keccak256(encodePacked(["address", "address"], [indexer, address]));
      const proof = await signMessage({ message: { raw } });
      await send(indexer, staking, "allocateFrom", indexer, subgraph, tokens, address, toHex(0, { size: 32 }), proof);
      return address;
    },
    mine: async (blocks: number) => {
      for (let block = 0; block < blocks; block += 1) await rpc("evm_mine");
    },
  };
}

/** Writes a library's address into the places that wait for it. */
function linked({ bytecode, linkReferences }: Artifact, library: Address): Hex {
  let code = bytecode.slice(2);
  for (const { start, length } of Object.values(linkReferences).flatMap((file) => Object.values(file).flat()))
    code = code.slice(0, 2 * start) + library.slice(2).toLowerCase() + code.slice(2 * (start + length));
  return `0x${code}`;
}
