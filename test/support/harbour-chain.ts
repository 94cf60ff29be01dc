import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Abi, type Address, encodeDeployData, encodeFunctionData, type Hex, stringToHex } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { startAnvil } from "../../sandbox/chain/anvil.ts";
import { callContract } from "../../sandbox/chain/call-contract.ts";
import { createRpc, type Rpc } from "../../sandbox/chain/rpc.ts";
import { MNEMONIC } from "../../sandbox/people.ts";
import { sailors } from "./harbour-seed.ts";

type Receipt = { status: Hex; contractAddress: Address | null };
type Contract = { abi: Abi; bytecode: Hex };
type Name = "token" | "governor" | "settings" | "vault" | "pay";

/** A chain with another community's contracts: block-number clock, no timelock, no Multicall3, no price feed. */
export type HarbourChain = {
  chainId: number;
  url: string;
  addresses: Record<Name | "treasury", Address>;
  /** Sends from one of the chain's test accounts, in a block of its own; throws where it reverts. */
  send: (from: number, to: Name, functionName: string, args: readonly unknown[]) => Promise<void>;
  sendRaw: (from: number, to: Address | undefined, data: Hex) => Promise<void>;
  read: <Result>(from: Name, functionName: string, args?: readonly unknown[]) => Promise<Result>;
  mine: (blocks: number) => Promise<void>;
  /** Mines a block of that Unix second; later blocks follow it. */
  passTo: (at: number) => Promise<void>;
  stop: () => Promise<void>;
};

const CHAIN_ID = 4242;
const TREASURY = 9;
const FOLDER = fileURLToPath(new URL("../fixtures/harbour/", import.meta.url));
const MODULES = fileURLToPath(new URL("../../node_modules/", import.meta.url));
/** An estimate made in one block may fall short in the next. */
const GAS_LIMIT = "0x989680";
const UNIT = 10n ** 18n;

/** A test account's address. */
export function walletAt(index: number) {
  return mnemonicToAccount(MNEMONIC, { addressIndex: index });
}

/** Compiles and deploys the community's contracts on a fresh chain, and gives it a little past. */
export async function startHarbourChain(): Promise<HarbourChain> {
  const contracts = await compile();
  const anvil = await startAnvil({ chainId: CHAIN_ID });
  const rpc = createRpc(anvil.url);
  const addresses = { treasury: walletAt(TREASURY).address } as HarbourChain["addresses"];
  const sendRaw = async (from: number, to: Address | undefined, data: Hex) =>
    send(rpc, walletAt(from).address, to, data);
  const place = async (name: Name, args: readonly unknown[]) => {
    const data = encodeDeployData({ ...contractOf(contracts, name), args });
    addresses[name] = (await sendRaw(0, undefined, data)) as Address;
  };
  await place("token", []);
  await place("governor", [addresses.token]);
  await place("settings", [addresses.governor]);
  await place("vault", [addresses.token]);
  await place("pay", []);
  const chain: HarbourChain = {
    chainId: CHAIN_ID,
    url: anvil.url,
    addresses,
    send: async (from, to, functionName, args) => {
      const data = encodeFunctionData({ abi: contractOf(contracts, to).abi, functionName, args });
      await sendRaw(from, addresses[to], data);
    },
    sendRaw: async (from, to, data) => void (await sendRaw(from, to, data)),
    read: (from, functionName, args = []) =>
      callContract(rpc, { to: addresses[from], abi: contractOf(contracts, from).abi, functionName, args }),
    mine: async (blocks) => void (await rpc("anvil_mine", `0x${blocks.toString(16)}`)),
    passTo: async (at) => void (await rpc("evm_mine", { timestamp: at })),
    stop: anvil.stop,
  };
  await settle(chain);
  return chain;
}

async function settle({ send: act, addresses }: HarbourChain): Promise<void> {
  for (const [name, { wallet }] of Object.entries(sailors)) {
    if (name === "stan" || name === "gust") continue;
    await act(0, "token", "mint", [walletAt(wallet).address, 1_000n * UNIT]);
    await act(wallet, "token", "delegate", [walletAt(wallet).address]);
  }
  await act(0, "token", "mint", [addresses.treasury, 700n * UNIT]);
  await act(0, "token", "mint", [addresses.pay, 10_000n * UNIT]);
  await act(TREASURY, "token", "approve", [addresses.vault, 500n * UNIT]);
  await act(TREASURY, "vault", "deposit", [500n * UNIT, addresses.treasury]);
}

/** One payment of wages to a station, as the chain tells it. */
export async function payWages(chain: HarbourChain, station: string, payee: number, wage: bigint): Promise<void> {
  const { token } = chain.addresses;
  await chain.send(0, "pay", "settle", [token, stringToHex(station, { size: 32 }), walletAt(payee).address, wage]);
}

async function send(rpc: Rpc, from: Address, to: Address | undefined, data: Hex): Promise<Address | null> {
  const hash = await rpc<Hex>("eth_sendTransaction", { from, data, gas: GAS_LIMIT, ...(to && { to }) });
  for (;;) {
    const receipt = await rpc<Receipt | null>("eth_getTransactionReceipt", hash);
    if (receipt?.status === "0x0") throw new Error(`the call reverted: ${hash}`);
    if (receipt) return receipt.contractAddress;
    await sleep(10);
  }
}

function contractOf(contracts: Record<string, Contract>, name: Name): Contract {
  const found = contracts[`Harbour${name[0]?.toUpperCase()}${name.slice(1)}`];
  if (!found) throw new Error(`there is no contract for ${name}`);
  return found;
}

async function compile(): Promise<Record<string, Contract>> {
  const { default: solc } = (await import("solc")) as {
    default: { compile: (input: string, callbacks: { import: (path: string) => { contents: string } }) => string };
  };
  const files = readdirSync(FOLDER);
  const input = {
    language: "Solidity",
    sources: Object.fromEntries(files.map((file) => [file, { content: readFileSync(FOLDER + file, "utf8") }])),
    settings: {
      optimizer: { enabled: true, runs: 200 },
      evmVersion: "cancun",
      outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } },
    },
  };
  const read = (path: string) => ({ contents: readFileSync(MODULES + path, "utf8") });
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: read })) as {
    errors?: { severity: string; formattedMessage: string }[];
    contracts: Record<string, Record<string, { abi: Abi; evm: { bytecode: { object: string } } }>>;
  };
  const failed = output.errors?.find(({ severity }) => severity === "error");
  if (failed) throw new Error(failed.formattedMessage);
  const all = Object.values(output.contracts).flatMap((file) => Object.entries(file));
  return Object.fromEntries(
    all.map(([name, { abi, evm }]) => [name, { abi, bytecode: `0x${evm.bytecode.object}` as Hex }]),
  );
}
