import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type Abi,
  type Address,
  encodeDeployData,
  encodeFunctionData,
  getContractAddress,
  type Hex,
  keccak256,
  stringToHex,
} from "viem";
import { published } from "../../sandbox/chain/artifact.ts";
import { createRpc } from "../../sandbox/chain/rpc.ts";
import { compileFolder } from "./compile.ts";
import type { Harbour } from "./harbour.ts";
import { walletAt } from "./harbour-chain.ts";
import { fleetConfig } from "./harbour-fleet-config.ts";
import { type Entry, uniswapFile } from "./reward-trees.ts";

type Placed = { abi: Abi; address: Address };
export type Drop = Placed & { block: number; file: ReturnType<typeof uniswapFile> };

export const HOUR = 3_600;
/** The chain's test accounts that pay the masts; one of them as a stranger. */
const [PAYMASTER, STRANGER] = [7, 8];
const FOLDER = fileURLToPath(new URL("../fixtures/fleet/", import.meta.url));
/** Ids as the yard writes them, and whose each buoy is; the last id is no text. */
export const buoys: readonly Hex[] = [
  ...[1, 2, 3, 4, 5].map((n) => stringToHex(`buoy-${n}`, { size: 32 })),
  keccak256("0x06"),
];
const KEEPERS = [1, 1, 1, 2, 2, 3] as const;

/** What a buoy is paid in an hour: its digits do not fit a double. */
export function duesOf(hour: number, buoy: number): bigint {
  return 10n ** 18n + 9_007_199_254_740_993n + BigInt(hour * 10 + buoy);
}

/** What each of three wallets has in a drop. */
export function dropEntries(epoch: number): Entry[] {
  return [1, 2, 3].map((i) => ({ account: walletAt(i).address, amount: 10n ** 19n * BigInt(epoch) + BigInt(i) }));
}

/** A fleet beside the harbour's own contracts: buoys, masts, drops, and a Steward's config and files for them. */
export async function buildFleet(town: Harbour) {
  const { chain } = town;
  const rpc = createRpc(chain.url);
  const deploy = async ({ abi, bytecode }: { abi: Abi; bytecode: Hex }, ...args: unknown[]): Promise<Placed> => {
    const from = walletAt(0).address;
    const nonce = BigInt(await rpc<Hex>("eth_getTransactionCount", from, "latest"));
    await chain.sendRaw(0, undefined, encodeDeployData({ abi, bytecode, args }));
    return { abi, address: getContractAddress({ from, nonce }) };
  };
  const call = (from: number, { abi, address }: Placed, functionName: string, ...args: unknown[]) =>
    chain.sendRaw(from, address, encodeFunctionData({ abi, functionName, args }));
  const yardCode = (await compileFolder(FOLDER)).get("FleetYard");
  if (!yardCode) throw new Error("there is no FleetYard");
  const yard = await deploy(yardCode);
  const salt = await deploy(published("@uniswap/merkle-distributor/build/TestERC20.json"), "Salt", "SALT", 0n);
  const dropCode = published("@uniswap/merkle-distributor/build/MerkleDistributor.json");
  for (const [index, id] of buoys.entries()) await call(0, yard, "load", id, BigInt(100 * (index + 1)));
  for (const payer of [PAYMASTER, STRANGER]) await call(0, salt, "setBalance", walletAt(payer).address, 10n ** 30n);
  return {
    yard: yard.address,
    salt: salt.address,
    payBuoys: async (hour: number, skipped: readonly number[] = []) => {
      const paid = buoys.flatMap((id, index) =>
        skipped.includes(index)
          ? []
          : [{ id, keeper: walletAt(KEEPERS[index] ?? 1).address, dues: duesOf(hour, index) }],
      );
      const columns = [paid.map(({ id }) => id), paid.map(({ keeper }) => keeper), paid.map(({ dues }) => dues)];
      await call(0, yard, "pay", ...columns);
    },
    payMast: (wallet: number, amount: bigint, payer = PAYMASTER) =>
      call(payer, salt, "transfer", walletAt(wallet).address, amount),
    drop: async (epoch: number): Promise<Drop> => {
      const file = uniswapFile(dropEntries(epoch));
      const made = await deploy(dropCode, salt.address, file.merkleRoot);
      await call(0, salt, "setBalance", made.address, 10n ** 30n);
      return { ...made, file, block: Number(await rpc<Hex>("eth_blockNumber")) };
    },
    claim: ({ file, ...made }: Drop, wallet: number) => {
      const { address } = walletAt(wallet);
      const { index, amount, proof } = file.claims[address] as { index: number; amount: Hex; proof: Hex[] };
      return call(wallet, made, "claim", index, address, BigInt(amount), proof);
    },
    payAsStranger: (wallet: number, amount: bigint) =>
      call(STRANGER, salt, "transfer", walletAt(wallet).address, amount),
  };
}

export type Fleet = Awaited<ReturnType<typeof buildFleet>>;

/** Eight hours of the fleet's past from that hour on: a buoy misses two of them, a mast one. */
export async function liveEightHours(town: Harbour, fleet: Fleet, firstHour: number): Promise<Drop[]> {
  const drops: Drop[] = [];
  for (let hour = 0; hour < 8; hour += 1) {
    await town.chain.passTo(firstHour + hour * HOUR + 600);
    await fleet.payBuoys(hour, hour === 5 || hour === 6 ? [2] : []);
    await fleet.payMast(1, 5n * 10n ** 18n + BigInt(hour));
    if (hour !== 3) await fleet.payMast(2, 4n * 10n ** 18n);
    if (hour === 2) await fleet.payAsStranger(1, 10n ** 20n);
    if (hour < 5) drops.push(await fleet.drop(hour + 1));
    await town.chain.mine(150);
  }
  return drops;
}

/** Writes what the operator has beside the config: trees, of which one is another drop's, one holds numbers and one is missing, and a registry. */
export function outfit(town: Harbour, fleet: Fleet, drops: readonly Drop[]): void {
  const folder = dirname(town.dataFolder);
  mkdirSync(join(folder, "trees"));
  const texts = drops.map(({ file }) => JSON.stringify(file));
  const numbers = texts[2]?.replace(/"amount":"(0x[0-9a-f]+)"/, (_, amount) => `"amount":${BigInt(amount)}`);
  for (const [epoch, text] of [
    [1, texts[0]],
    [2, texts[0]],
    [3, numbers],
    [5, texts[4]],
  ] as const)
    writeFileSync(join(folder, "trees", `drop-${epoch}.json`), text ?? "");
  const [olga, pete] = [town.sailor("olga"), town.sailor("pete")];
  const lines = [
    "node,owner,region,since,cost,shares",
    // The first as a block explorer shows its id.
    `${buoys[0]},${olga.wallet.address},north,2026-01-01,20 SALT,${olga.id} 60 %; ${pete.id} 40 %`,
    `buoy-9,${walletAt(3).address},south,2026-01-01,,`,
  ];
  writeFileSync(join(folder, "nodes.csv"), lines.join("\n"));
  town.configure(fleetConfig(town.chain, fleet, drops));
}
