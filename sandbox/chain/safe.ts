import { type Address, concat, encodeFunctionData, encodePacked, type Hex, pad, size, zeroAddress } from "viem";
import type { Accounts } from "./accounts.ts";
import { safeArtifact } from "./artifact.ts";
import type { BlockBuilder, Call } from "./block-builder.ts";
import { callContract } from "./call-contract.ts";
import { SAFE } from "./heliogrid.ts";
import type { Rpc } from "./rpc.ts";
import type { World } from "./world.ts";

const SALT = 0n;

/** Puts the creation of the treasury's Safe into the next block and returns the address it will have. */
export async function createSafe(
  rpc: Rpc,
  builder: BlockBuilder,
  { keeper, wallets }: Accounts,
  at: World["addresses"],
): Promise<Address> {
  const { abi } = safeArtifact("SafeL2");
  const owners = SAFE.owners.map((name) => wallets[name]);
  const setup = [owners, SAFE.threshold, zeroAddress, "0x", at.safeFallbackHandler, zeroAddress, 0n, zeroAddress];
  const call = {
    to: at.safeFactory,
    abi: safeArtifact("SafeProxyFactory").abi,
    functionName: "createProxyWithNonce",
    args: [at.safeSingleton, encodeFunctionData({ abi, functionName: "setup", args: setup }), SALT],
  };
  const address = await callContract<Address>(rpc, call);
  await builder.send(keeper, call);
  return address;
}

/** Puts calls by the Safe into the next block, all in one of its transactions: one owner approves its hash, the next one executes. */
export async function sendFromSafe(
  rpc: Rpc,
  builder: BlockBuilder,
  world: World,
  calls: readonly Call[],
): Promise<void> {
  const { abi } = safeArtifact("SafeL2");
  const to = world.addresses.safe;
  const nonce = await callContract<bigint>(rpc, { to, abi, functionName: "nonce" });
  const { target, data, operation } = together(world, calls);
  const body = [target, 0n, data, operation, 0n, 0n, 0n, zeroAddress, zeroAddress];
  const hashCall = { to, abi, functionName: "getTransactionHash", args: [...body, nonce] };
  const hash = await callContract<Hex>(rpc, hashCall);
  const signers = world.roles.safeOwners.slice(0, world.roles.safeThreshold).sort(byNumber);
  const executor = signers.at(-1) ?? zeroAddress;
  for (const signer of signers.slice(0, -1)) {
    await builder.send(signer, { to, abi, functionName: "approveHash", args: [hash] });
  }
  const signatures = concat(signers.map((signer) => concat([pad(signer), pad("0x"), "0x01"])));
  await builder.send(executor, { to, abi, functionName: "execTransaction", args: [...body, signatures] });
}

/** One call is the Safe's own; several are one delegated to MultiSendCallOnly, as Safe's app makes them. */
function together({ addresses }: World, calls: readonly Call[]): { target: Address; data: Hex; operation: 0 | 1 } {
  const [only, ...more] = calls;
  if (only && more.length === 0) return { target: only.to, data: encodeFunctionData(only), operation: 0 };
  const packed = calls.map((call) => {
    const data = encodeFunctionData(call);
    return encodePacked(
      ["uint8", "address", "uint256", "uint256", "bytes"],
      [0, call.to, 0n, BigInt(size(data)), data],
    );
  });
  const { abi } = safeArtifact("MultiSendCallOnly");
  const data = encodeFunctionData({ abi, functionName: "multiSend", args: [concat(packed)] });
  return { target: addresses.multiSendCallOnly, data, operation: 1 };
}

/** The Safe wants its signatures in the order of the owners' addresses. */
function byNumber(a: Address, b: Address): number {
  return BigInt(a) < BigInt(b) ? -1 : 1;
}
