import { fileURLToPath } from "node:url";
import { type Abi, type Address, encodeDeployData, encodeFunctionData, getAddress, type Hex } from "viem";
import type { Artifact } from "../../sandbox/chain/artifact.ts";
import { createRpc } from "../../sandbox/chain/rpc.ts";
import { finalizeLatest } from "../../sandbox/chain/time.ts";
import { startWorld, type World } from "../../sandbox/chain/world.ts";
import { heliogridConfig } from "../../sandbox/heliogrid-config.ts";
import { ROLES } from "../../sandbox/people.ts";
import type { ConfigInput } from "../../src/config/schema.ts";
import { compileFolder } from "./compile.ts";

export type Baits = Awaited<ReturnType<typeof startBaits>>;

const GAS = "0x1c9c380";

/** The Heliogrid's world, and beside it contracts that are not what they seem. */
export async function startBaits() {
  const artifacts = await compileFolder(fileURLToPath(new URL("../fixtures/baits/", import.meta.url)));
  const { world, url, stop } = await startWorld();
  const rpc = createRpc(url);
  const { keeper, wallets } = world.roles;
  const thief = wallets["emil"] as Address;
  const of = (name: string) => artifacts.get(name) as Artifact;
  const place = async (name: string, ...args: unknown[]): Promise<Address> => {
    const data = encodeDeployData({ ...of(name), args });
    const hash = await rpc<Hex>("eth_sendTransaction", { from: keeper, data, gas: GAS });
    await rpc("evm_mine");
    const receipt = await rpc<{ contractAddress: Address }>("eth_getTransactionReceipt", hash);
    return getAddress(receipt.contractAddress);
  };
  const knobs = await place("SlyKnobs", world.addresses.token, thief);
  const plain = await place("Plain");
  const places = {
    ...{ knobs, plain },
    bomb: await place("Bomb"),
    proxy: await place("LooseProxy", plain),
    toll: await place("Toll"),
    sink: await place("Sink"),
    stranger: await place("Sink"),
  };
  await rpc("anvil_setBalance", world.addresses.timelock, "0x8ac7230489e80000");
  await finalizeLatest(rpc);
  return {
    ...{ world, rpc, url, stop, thief, ...places },
    /** Sends a call in anybody's name, in a block that is final. */
    send: async (from: Address, to: Address, data: Hex, value = 0n): Promise<void> => {
      await rpc("anvil_impersonateAccount", from);
      await rpc("anvil_setBalance", from, "0x8ac7230489e80000");
      const hash = await rpc<Hex>("eth_sendTransaction", {
        from,
        to,
        data,
        gas: GAS,
        value: `0x${value.toString(16)}`,
      });
      await finalizeLatest(rpc);
      const { status } = await rpc<{ status: Hex }>("eth_getTransactionReceipt", hash);
      if (status !== "0x1") throw new Error("the transaction did not succeed");
    },
    encode: (name: string, functionName: string, ...args: unknown[]): Hex =>
      encodeFunctionData({ abi: of(name).abi as Abi, functionName, args }),
    config: () => configOf(world, places),
  };
}

/** The community of these contracts: everybody of the crew decides about knobs, payments and calls. */
function configOf(world: World, { knobs, proxy, toll, sink }: Record<"knobs" | "proxy" | "toll" | "sink", Address>) {
  const chain = world.chainId;
  const base = heliogridConfig(world) as unknown as ConfigInput;
  const knob = { chain, executor: "dao", codec: { type: "integer" as const } };
  return {
    rulePacks: { crew: { title: "Crew", quorum: { kind: "absolute", weight: 1, counts: ["for"] } } },
    electorates: { crew: { kind: "role", roles: [ROLES.member] } },
    voting: {
      rulePack: "crew",
      electorate: "crew",
      periodSeconds: 600,
      reminderSeconds: 60,
      openPerAuthor: 99,
      perAuthorPerDay: 99,
    },
    transfers: { executor: "dao" },
    calls: { executor: "dao" },
    rewards: {},
    tokens: { ...base.tokens, toll: { chain, address: toll, symbol: "TOLL", decimals: 0 } },
    treasury: [...(base.treasury ?? []), { chain, address: sink, label: "Sink" }],
    parameters: {
      fee: {
        ...{ ...knob, title: "Fee", target: knobs, codec: { type: "percent", scale: "100" } },
        ...{ getter: "function fee() view returns (uint256)", setter: "function setFee(uint256 value)" },
        guardrails: { max: "50 %" },
      },
      cap: {
        ...{ ...knob, title: "Cap", target: knobs },
        ...{ getter: "function cap() view returns (uint256)", setter: "function setCap(uint256 value)" },
      },
      age: {
        ...{ ...knob, title: "Age", target: knobs },
        ...{ getter: "function age() view returns (uint256)", setter: "function setAge(uint256 value)" },
      },
      level: {
        ...{ ...knob, title: "Level", target: proxy },
        ...{ getter: "function level() view returns (uint256)", setter: "function setLevel(uint256 value)" },
      },
      collector: {
        ...{ ...knob, title: "Collector", target: world.addresses.registry, codec: { type: "address" } },
        getter: "function feeCollector() view returns (address)",
        setter: "function setFeeCollector(address value)",
      },
    },
  } as Partial<ConfigInput>;
}
