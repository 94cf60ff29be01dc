import {
  type AbiEvent,
  type Address,
  concat,
  encodeAbiParameters,
  encodeEventTopics,
  encodeFunctionData,
  encodePacked,
  type Hex,
  pad,
  parseAbiItem,
  size,
  zeroAddress,
} from "viem";
import { expect, test } from "vitest";
import type { RawLog } from "../../src/chain/chain.ts";
import { proposalId } from "../../src/executors/governor-ids.ts";
import { watchGovernor } from "../../src/executors/governor-watch.ts";
import { safeAbi } from "../../src/executors/safe-abi.ts";
import { watchSafe } from "../../src/executors/safe-watch.ts";
import { watchTimelock } from "../../src/executors/timelock-watch.ts";
import { governor, registry, token } from "../support/test-config.ts";

const safe = "0x4000000000000000000000000000000000000004";
const timelock = "0x5000000000000000000000000000000000000005";
const HASH: Hex = `0x${"ab".repeat(32)}`;

let index = 0;

/** A log as a contract of that signature writes it, in the transaction of that number. */
function log(address: Address, signature: string, args: Record<string, unknown>, transaction = 1): RawLog {
  const event = parseAbiItem(signature) as AbiEvent;
  const plain = event.inputs.filter(({ indexed }) => indexed !== true);
  index += 1;
  return {
    address,
    topics: encodeEventTopics({ abi: [event], eventName: event.name, args }) as Hex[],
    data: encodeAbiParameters(
      plain,
      plain.map(({ name = "" }) => args[name]),
    ),
    ...{ blockNumber: 5n, blockHash: HASH, timestamp: 9, transactionIndex: 0, logIndex: index },
    transactionHash: pad(`0x${transaction.toString(16)}`, { size: 32 }),
  };
}

const created = (id: string) =>
  `event ProposalCreated(uint256 ${id}proposalId, address proposer, address[] targets, uint256[] values, string[] signatures, bytes[] calldatas, uint256 voteStart, uint256 voteEnd, string description)`;
const content = { targets: [registry] as Address[], values: [0n], calldatas: ["0x1234"] as Hex[] };
const proposal = { ...content, proposer: token, signatures: [""], voteStart: 1n, voteEnd: 2n, description: "a" };

test.each(["", "indexed "])(
  "behavior: a proposal is known by its content, whatever number it was given (%j)",
  (kind) => {
    const [seen] = watchGovernor({ chain: 1, governor }).sightings([
      log(governor, created(kind), { proposalId: 3n, ...proposal }),
    ]);
    expect(seen).toMatchObject({
      ...{ step: "proposed", id: "3", by: token, description: "a" },
      asked: { id: proposalId(content, "a").toString() },
      calls: [{ target: registry, value: 0n, calldata: "0x1234" }],
    });
  },
);

test("behavior: without a timelock a Governor's own word is what there is; with one the timelock's is, once", () => {
  const executed = log(governor, "event ProposalExecuted(uint256 proposalId)", { proposalId: 3n });
  const call = { id: HASH, index: 0n, target: registry, value: 0n, data: "0x12" };
  const done = log(
    timelock,
    "event CallExecuted(bytes32 indexed id, uint256 indexed index, address target, uint256 value, bytes data)",
    call,
  );
  expect(watchGovernor({ chain: 1, governor }).sightings([executed])).toMatchObject([{ step: "executed", id: "3" }]);
  const both = watchGovernor({ chain: 1, governor, timelock });
  expect(both.sightings([done, executed])).toMatchObject([
    { step: "executed", id: HASH, calls: [{ target: registry }] },
  ]);
  const canceled = log(governor, "event ProposalCanceled(uint256 proposalId)", { proposalId: 3n }, 2);
  expect(both.sightings([done, canceled]).map(({ step }) => step)).toEqual(["executed", "cancelled"]);
});

test("error: what only begins like an event of ours is passed over", () => {
  const broken = { ...log(governor, created(""), { proposalId: 3n, ...proposal }), data: "0x12" as Hex };
  expect(watchGovernor({ chain: 1, governor }).sightings([broken])).toEqual([]);
  const elsewhere = log(registry, "event Cancelled(bytes32 indexed id)", { id: HASH });
  expect(watchTimelock(timelock).sightings([elsewhere])).toEqual([]);
});

test.each(["", "indexed "])("behavior: a Safe's logs are read as both of its generations write them (%j)", (kind) => {
  const logs = [
    log(safe, `event ApproveHash(bytes32 indexed approvedHash, address indexed owner)`, {
      approvedHash: HASH,
      owner: token,
    }),
    log(safe, `event ExecutionSuccess(bytes32 ${kind}txHash, uint256 payment)`, { txHash: HASH, payment: 0n }, 2),
    log(safe, `event ExecutionFailure(bytes32 ${kind}txHash, uint256 payment)`, { txHash: HASH, payment: 0n }, 3),
    log(safe, `event ExecutionFromModuleSuccess(address indexed module)`, { module: registry }, 4),
  ];
  expect(
    watchSafe(safe)
      .sightings(logs)
      .map(({ step, id, by }) => [step, id, by]),
  ).toEqual([
    ["approved", HASH, token],
    ["executed", HASH, undefined],
    ["failed", HASH, undefined],
    ["by-module", expect.stringContaining(":"), registry],
  ]);
});

const exec = (to: Address, data: Hex, operation: number) =>
  encodeFunctionData({
    abi: safeAbi,
    functionName: "execTransaction",
    args: [to, 0n, data, operation, 0n, 0n, 0n, zeroAddress, zeroAddress, "0x"],
  });

test("behavior: what a Safe without such logs did is read from the transaction, batches call by call", () => {
  const { callsIn } = watchSafe(safe);
  const sent = (input: Hex, to: Address = safe) => callsIn({ hash: HASH, from: token, to, input });
  expect(sent(exec(registry, "0x1234", 0))).toEqual([{ target: registry, value: 0n, calldata: "0x1234" }]);
  const pack = (to: Address, value: bigint, data: Hex, operation = 0) =>
    encodePacked(["uint8", "address", "uint256", "uint256", "bytes"], [operation, to, value, BigInt(size(data)), data]);
  const packed = concat([pack(registry, 1n, "0x1234"), pack(token, 2n, "0x"), pack(token, 0n, "0x12", 1)]);
  const batch = encodeFunctionData({ abi: safeAbi, functionName: "multiSend", args: [packed] });
  expect(sent(exec(timelock, batch, 1))).toEqual([
    { target: timelock, value: 0n, calldata: batch, delegate: true },
    { target: registry, value: 1n, calldata: "0x1234" },
    { target: token, value: 2n, calldata: "0x" },
    { target: token, value: 0n, calldata: "0x12", delegate: true },
  ]);
  // The same bytes called and not run in the Safe's name are one call of another contract.
  expect(sent(exec(timelock, batch, 0))).toHaveLength(1);
  const cut = encodeFunctionData({ abi: safeAbi, functionName: "multiSend", args: ["0x0012"] });
  expect(sent(exec(timelock, cut, 1))).toEqual([{ target: timelock, value: 0n, calldata: cut, delegate: true }]);
  expect(sent(exec(registry, "0x1234", 0), registry)).toBeUndefined();
  expect(sent("0x1234")).toBeUndefined();
});

test("boundary: the same calls are looked for under nonces up to a few after the next one, and not without end", () => {
  const { later } = watchSafe(safe);
  const nonces = (from: string, now: string) =>
    later({ version: "1.5.0", nonce: from }, { nonce: now }).map(({ nonce }) => nonce);
  expect(nonces("3", "5")).toEqual(["4", "5", "6", "7", "8", "9", "10", "11", "12", "13"]);
  expect(nonces("0", "100000")).toHaveLength(136);
  expect(watchTimelock(timelock).later({}, {})).toEqual([]);
});
