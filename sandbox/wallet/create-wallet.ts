import { type Address, encodeFunctionData, formatUnits, type Hex, type TypedDataDefinition } from "viem";
import { artifact } from "../chain/artifact.ts";
import type { Call } from "../chain/block-builder.ts";
import { callContract } from "../chain/call-contract.ts";
import { createRpc, type Rpc } from "../chain/rpc.ts";
import type { World } from "../chain/world.ts";
import { type Person, walletOf } from "../people.ts";
import { carryOn, castVote, type Support } from "./governor.ts";
import { type Sent, sendTransaction, type WalletCall } from "./send-transaction.ts";

export type Balance = { symbol: string; amount: string };

/** A person's test wallet: what its owner could do with a real one. Sends are made one after the other. */
export type Wallet = {
  address: Address;
  /** Amounts in whole units, as decimal text. */
  balances: () => Promise<Balance[]>;
  /** Present voting power in whole HELIO, as decimal text. */
  votes: () => Promise<string>;
  sign: (text: string) => Promise<Hex>;
  signTyped: (typedData: TypedDataDefinition) => Promise<Hex>;
  send: (call: WalletCall) => Promise<Sent>;
  vote: (proposalId: string, support: Support) => Promise<Sent>;
  queue: (proposalId: string) => Promise<Sent>;
  execute: (proposalId: string) => Promise<Sent>;
};

/** Opens the person's wallet on the chain; its key is derived at the first signature. */
export function createWallet(person: Person, rpcUrl: string, world: World): Wallet {
  const rpc = createRpc(rpcUrl);
  const address = world.roles.wallets[person.name];
  if (!address) throw new RangeError(`The world has no wallet of ${person.name}`);
  let account: ReturnType<typeof walletOf> | undefined;
  const unlock = () => {
    account ??= walletOf(person);
    return account;
  };
  let sending: Promise<unknown> = Promise.resolve();
  const send = (call: WalletCall) => {
    const sent = sending.then(() => sendTransaction(rpc, world.chainId, unlock(), call));
    // The next send waits for this one, and does not mind how it ended.
    sending = sent.catch(() => undefined);
    return sent;
  };
  const sendCall = (call: Call) => send({ to: call.to, data: encodeFunctionData(call) });
  return {
    address,
    balances: () => readBalances(rpc, world, address),
    votes: () => readVotes(rpc, world, address),
    sign: async (text) => unlock().signMessage({ message: text }),
    signTyped: async (typedData) => unlock().signTypedData(typedData),
    send,
    vote: (proposalId, support) => sendCall(castVote(world, proposalId, support)),
    queue: async (proposalId) => sendCall(await carryOn(rpc, world, "queue", proposalId)),
    execute: async (proposalId) => sendCall(await carryOn(rpc, world, "execute", proposalId)),
  };
}

async function readBalances(rpc: Rpc, { addresses: at }: World, owner: Address): Promise<Balance[]> {
  const tokens = [
    { symbol: "HELIO", to: at.token, decimals: 18 },
    { symbol: "tUSD", to: at.dollar, decimals: 6 },
    { symbol: "rvUSD", to: at.vault, decimals: 6 },
  ];
  const { abi } = artifact("HelioToken");
  const ether = await rpc<Hex>("eth_getBalance", owner, "latest");
  const amounts = tokens.map(async ({ symbol, to, decimals }) => {
    const amount = await callContract<bigint>(rpc, { to, abi, functionName: "balanceOf", args: [owner] });
    return { symbol, amount: formatUnits(amount, decimals) };
  });
  return [{ symbol: "ETH", amount: formatUnits(BigInt(ether), 18) }, ...(await Promise.all(amounts))];
}

async function readVotes(rpc: Rpc, world: World, owner: Address): Promise<string> {
  const { abi } = artifact("HelioToken");
  const call = { to: world.addresses.token, abi, functionName: "getVotes", args: [owner] };
  return formatUnits(await callContract<bigint>(rpc, call), 18);
}
