import { type AbiEvent, type Address, getAbiItem, parseAbi, toEventSelector, zeroAddress } from "viem";
import { call, readOne, resultOf } from "../../../chain/call.ts";
import type { LogFilter, RawLog, Read } from "../../../chain/chain.ts";
import { together } from "../../../chain/together.ts";
import { decodeLog } from "../../event-text.ts";
import { topicOf } from "../../topic-of.ts";
import { placeOf, type SeenFlow } from "../source.ts";

const abi = parseAbi([
  "struct Status { uint256 amountOfStETH; uint256 amountOfShares; address owner; uint256 timestamp; bool isFinalized; bool isClaimed; }",
  "function getWithdrawalRequests(address owner) view returns (uint256[] ids)",
  "function getWithdrawalStatus(uint256[] ids) view returns (Status[] statuses)",
  "function getLastCheckpointIndex() view returns (uint256)",
  "function findCheckpointHints(uint256[] ids, uint256 first, uint256 last) view returns (uint256[] hints)",
  "function getClaimableEther(uint256[] ids, uint256[] hints) view returns (uint256[] amounts)",
  "event WithdrawalRequested(uint256 indexed requestId, address indexed requestor, address indexed owner, uint256 amountOfStETH, uint256 amountOfShares)",
  "event WithdrawalClaimed(uint256 indexed requestId, address indexed owner, address indexed receiver, uint256 amountOfETH)",
  "event Transfer(address indexed from, address indexed to, uint256 indexed tokenId)",
]);
const requested: AbiEvent = getAbiItem({ abi, name: "WithdrawalRequested" });
const claimed: AbiEvent = getAbiItem({ abi, name: "WithdrawalClaimed" });
const handed: AbiEvent = getAbiItem({ abi, name: "Transfer" });
const [REQUESTED, CLAIMED, HANDED] = [requested, claimed, handed].map((event) => toEventSelector(event)) as [
  `0x${string}`,
  `0x${string}`,
  `0x${string}`,
];

/** What a holder's requests will pay, and how shares of stETH are valued: a request pays no more than its shares are worth in the end. */
export type Withdrawals = { queue: Address; holder: Address; worth: (shares: bigint) => Read<bigint> };

type Status = { amountOfStETH: bigint; amountOfShares: bigint; isFinalized: boolean };

/** The ether of all requests not claimed, and the stETH that was asked back by them, which is their share. */
export type Waiting = { amount: bigint; shares: bigint };

/** Counts what the queue has set aside, or what would be paid if it were set aside now. */
export function* readWithdrawals({ queue, holder, worth }: Withdrawals): Read<Waiting> {
  const begun = yield [
    call(queue, getAbiItem({ abi, name: "getWithdrawalRequests" }), holder),
    call(queue, getAbiItem({ abi, name: "getLastCheckpointIndex" })),
  ];
  // Hints are looked for in ascending order; the queue lists requests in any.
  const ids = [...resultOf<readonly bigint[]>(begun[0])].sort((a, b) => (a < b ? -1 : 1));
  if (ids.length === 0) return { amount: 0n, shares: 0n };
  const found = yield [
    call(queue, getAbiItem({ abi, name: "getWithdrawalStatus" }), ids),
    call(queue, getAbiItem({ abi, name: "findCheckpointHints" }), ids, 1n, resultOf<bigint>(begun[1])),
  ];
  const statuses = resultOf<readonly Status[]>(found[0]);
  const hints = resultOf<readonly bigint[]>(found[1]);
  const setAside = readOne<readonly bigint[]>(call(queue, getAbiItem({ abi, name: "getClaimableEther" }), ids, hints));
  const waiting = statuses.filter(({ isFinalized }) => !isFinalized).map((status) => readWaiting(worth, status));
  const amounts = yield* together<readonly bigint[]>([setAside, ...waiting]);
  const total = (values: readonly bigint[]) => values.reduce((sum, value) => sum + value, 0n);
  return { amount: total(amounts.flat()), shares: total(statuses.map(({ amountOfStETH }) => amountOfStETH)) };
}

function* readWaiting(worth: Withdrawals["worth"], { amountOfStETH, amountOfShares }: Status): Read<bigint[]> {
  const now = yield* worth(amountOfShares);
  return [now < amountOfStETH ? now : amountOfStETH];
}

/** What the queue tells of a holder's requests: made, claimed, and handed to somebody else or by somebody else. */
export function withdrawalFilters({ queue, holder }: Withdrawals): LogFilter[] {
  const [addresses, own] = [[queue], [topicOf(holder)]];
  return [
    { addresses, topics: [REQUESTED], indexed: [undefined, undefined, own] },
    { addresses, topics: [CLAIMED], indexed: [undefined, own] },
    { addresses, topics: [HANDED], indexed: [own] },
    { addresses, topics: [HANDED], indexed: [undefined, own] },
  ];
}

/** The flows of the leg of that name that a log of the queue tells of. */
export function withdrawalFlow({ queue, holder }: Withdrawals, leg: string, log: RawLog): SeenFlow[] {
  const place = { ...placeOf(log), leg };
  const [topic] = log.topics;
  if (topic === REQUESTED) {
    const { amountOfStETH } = decodeLog(requested, log) as { amountOfStETH: bigint };
    return [{ ...place, direction: "in", amount: amountOfStETH, shares: amountOfStETH }];
  }
  if (topic === CLAIMED) {
    const { requestId, amountOfETH } = decodeLog(claimed, log) as { requestId: bigint; amountOfETH: bigint };
    return [{ ...place, direction: "out", amount: amountOfETH, shares: () => readRequested(queue, requestId) }];
  }
  const { from, to, tokenId } = decodeLog(handed, log) as { from: Address; to: Address; tokenId: bigint };
  // Requests are minted when made and burned when claimed, which is told above.
  if (from === zeroAddress || to === zeroAddress || from === to) return [];
  const asked = () => readRequested(queue, tokenId);
  return [{ ...place, direction: to === holder ? "in" : "out", amount: asked, shares: asked }];
}

function* readRequested(queue: Address, id: bigint): Read<bigint> {
  const statuses = yield* readOne<readonly Status[]>(
    call(queue, getAbiItem({ abi, name: "getWithdrawalStatus" }), [id]),
  );
  return statuses[0]?.amountOfStETH ?? 0n;
}
