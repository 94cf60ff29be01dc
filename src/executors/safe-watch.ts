import {
  type Address,
  decodeFunctionData,
  type Hex,
  hexToBigInt,
  parseAbi,
  size,
  slice,
  toEventSelector,
  toFunctionSelector,
} from "viem";
import type { RawLog, SentTransaction } from "../chain/chain.ts";
import { decodeLog } from "./decode-log.ts";
import type { SeenCall, Sighting, SightingStep, Survey, Watch } from "./executor.ts";
import { safeAbi, safeTopics } from "./safe-abi.ts";

const plain = parseAbi([
  "event ExecutionSuccess(bytes32 txHash, uint256 payment)",
  "event ExecutionFailure(bytes32 txHash, uint256 payment)",
  "event ApproveHash(bytes32 approvedHash, address owner)",
  "event ExecutionFromModuleSuccess(address module)",
  "event ExecutionFromModuleFailure(address module)",
  "event SafeMultiSigTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures, bytes additionalInfo)",
]);

const indexed = parseAbi([
  "event ExecutionSuccess(bytes32 indexed txHash, uint256 payment)",
  "event ExecutionFailure(bytes32 indexed txHash, uint256 payment)",
  "event ApproveHash(bytes32 indexed approvedHash, address indexed owner)",
  "event ExecutionFromModuleSuccess(address indexed module)",
  "event ExecutionFromModuleFailure(address indexed module)",
  "event SafeMultiSigTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures, bytes additionalInfo)",
]);

const steps: Readonly<Record<string, SightingStep>> = {
  ExecutionSuccess: "executed",
  ExecutionFailure: "failed",
  ExecutionFromModuleSuccess: "by-module",
  ExecutionFromModuleFailure: "by-module",
  ApproveHash: "approved",
};

/** So many nonces after the one shown before a vote are looked at for the same content. */
const NONCES = 128n;

/** Everything that a Safe's owners approve and execute, and what its modules make it do. */
export function watchSafe(at: Address): Watch {
  const { executed, failed, approved } = safeTopics;
  const others = plain.slice(3).map((event) => toEventSelector(event));
  return {
    filter: { addresses: [at], topics: [executed, failed, approved, ...others] },
    sightings: (logs) => transactions(logs, at),
    callsIn: (transaction) => callsOfExec(transaction, at),
    later: laterNonces,
  };
}

/** A newer Safe tells the whole transaction just before it says whether it succeeded. */
function transactions(logs: readonly RawLog[], at: Address): Sighting[] {
  const found: Sighting[] = [];
  let told: { hash: Hex; calls: readonly SeenCall[] } | undefined;
  for (const log of logs) {
    const event = log.address === at ? decodeLog([indexed, plain], log) : undefined;
    if (event === undefined) continue;
    if (event.eventName === "SafeMultiSigTransaction") {
      const { to, value, data, operation } = event.args;
      told = { hash: log.transactionHash, calls: unpack({ to, value, data, operation }) };
      continue;
    }
    const step = steps[event.eventName];
    if (step === undefined) continue;
    const calls = told?.hash === log.transactionHash && step !== "approved" ? told.calls : undefined;
    found.push(sightingOf(log, step, event.args, calls));
    if (step === "executed" || step === "failed") told = undefined;
  }
  return found;
}

function sightingOf(
  log: RawLog,
  step: SightingStep,
  args: { txHash?: Hex; approvedHash?: Hex; owner?: Address; module?: Address },
  calls: readonly SeenCall[] | undefined,
): Sighting {
  const about = { step, contract: log.address, description: undefined, log };
  if (step === "by-module") {
    const id = `${log.transactionHash}:${log.logIndex}`;
    return { ...about, id, asked: { kinds: [], id }, calls: undefined, by: args.module };
  }
  const id = args.txHash ?? args.approvedHash ?? "0x";
  return { ...about, id, asked: { kinds: ["safe-transaction"], id }, calls, by: args.owner };
}

function callsOfExec({ to, input }: SentTransaction, at: Address): readonly SeenCall[] | undefined {
  if (to !== at) return undefined;
  try {
    const { functionName, args } = decodeFunctionData({ abi: safeAbi, data: input });
    if (functionName !== "execTransaction") return undefined;
    const [target, value, data, operation] = args;
    return unpack({ to: target, value, data, operation });
  } catch {
    return undefined;
  }
}

const MULTI_SEND = toFunctionSelector("multiSend(bytes)");

type Sent = { to: Address; value: bigint; data: Hex; operation: number };

/** A batch is shown call by call; whose code made them is shown too, since it ran in the Safe's own name. */
function unpack({ to, value, data, operation }: Sent): readonly SeenCall[] {
  const whole: SeenCall = {
    target: to,
    value,
    calldata: data,
    ...(operation === 1 ? { delegate: true as const } : {}),
  };
  if (operation !== 1 || size(data) < 4 || slice(data, 0, 4) !== MULTI_SEND) return [whole];
  try {
    const { args } = decodeFunctionData({ abi: safeAbi, data });
    return [whole, ...batchOf(args[0] as Hex)];
  } catch {
    return [whole];
  }
}

/** operation, to, value, length and bytes, packed one after the other. */
function batchOf(packed: Hex): SeenCall[] {
  const calls: SeenCall[] = [];
  for (let at = 0; at < size(packed); ) {
    const target = slice(packed, at + 1, at + 21) as Address;
    const value = hexToBigInt(slice(packed, at + 21, at + 53));
    const length = Number(hexToBigInt(slice(packed, at + 53, at + 85)));
    const calldata = length === 0 ? "0x" : slice(packed, at + 85, at + 85 + length);
    const isDelegate = slice(packed, at, at + 1) === "0x01";
    calls.push({ target, value, calldata, ...(isDelegate ? { delegate: true as const } : {}) });
    at += 85 + length;
  }
  return calls;
}

function laterNonces(frozen: Survey, now: Survey): readonly Survey[] {
  const [first, current] = [BigInt(frozen["nonce"] ?? 0), BigInt(now["nonce"] ?? 0)];
  const last = current - first > NONCES ? first + NONCES : current;
  const surveys: Survey[] = [];
  // The Safe's next nonce may be approved already, and so may those after it.
  for (let nonce = first + 1n; nonce <= last + 8n; nonce += 1n) surveys.push({ ...frozen, nonce: nonce.toString() });
  return surveys;
}
