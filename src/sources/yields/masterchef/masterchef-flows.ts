import { getAbiItem, type Hex, parseAbi, toEventSelector } from "viem";
import type { RawLog } from "../../../chain/chain.ts";
import { decodeLog } from "../../event-text.ts";
import { transfer } from "../shared/token-abi.ts";
import { placeOf, type SeenFlow } from "../source.ts";

const abi = parseAbi([
  "event Deposit(address indexed user, uint256 indexed pid, uint256 amount)",
  "event Withdraw(address indexed user, uint256 indexed pid, uint256 amount)",
  "event EmergencyWithdraw(address indexed user, uint256 indexed pid, uint256 amount)",
  "event UpdateBoostMultiplier(address indexed user, uint256 pid, uint256 oldMultiplier, uint256 newMultiplier)",
]);
/** A change of a boost, in PancakeSwap's farm, pays what is owed as well. */
const steps = (["Deposit", "Withdraw", "EmergencyWithdraw", "UpdateBoostMultiplier"] as const).map((name) =>
  getAbiItem({ abi, name }),
);

/** The topics of what a farm tells of a stake. */
export const farmTopics: readonly Hex[] = steps.map((event) => toEventSelector(event));
const [DEPOSIT] = farmTopics;
const TRANSFER = toEventSelector(transfer);

/** A pool of a farm; `paysStake` where it pays the token that is staked, so that both leave it as the same token. */
export type FarmPool = { pid: bigint; paysStake: boolean };

/**
 * The flows of a holder's stake in a pool, from the farm's logs of the holder and the reward token's from the farm to the holder,
 * in chain order. A farm sends what it owes before it logs the step that made it send, so a transfer belongs to the next step of
 * its transaction; what no step follows is no harvest.
 */
export function farmFlows(pool: FarmPool, logs: readonly RawLog[]): SeenFlow[] {
  const flows: SeenFlow[] = [];
  let sent: RawLog[] = [];
  for (const log of logs) {
    if (log.transactionHash !== sent[0]?.transactionHash) sent = [];
    if (log.topics[0] === TRANSFER) {
      sent.push(log);
      continue;
    }
    flows.push(...stepFlows(pool, log, sent));
    sent = [];
  }
  return flows;
}

function stepFlows({ pid, paysStake }: FarmPool, log: RawLog, sent: readonly RawLog[]): SeenFlow[] {
  const event = steps[farmTopics.indexOf(log.topics[0] as Hex)];
  if (!event) return [];
  const { pid: stepped, amount = 0n } = decodeLog(event, log) as { pid: bigint; amount?: bigint };
  if (stepped !== pid) return [];
  const direction = log.topics[0] === DEPOSIT ? "in" : "out";
  const staked: SeenFlow = { ...placeOf(log), leg: "staked", direction, amount, shares: amount };
  // The stake goes back last, after the reward; its token may have kept a part of it.
  const isBack = paysStake && direction === "out" && amount > 0n;
  const harvested = (isBack ? sent.slice(0, -1) : sent).flatMap((one): SeenFlow[] => {
    const { value } = decodeLog(transfer, one) as { value: bigint };
    return value === 0n ? [] : [{ ...placeOf(one), leg: "earned", direction: "out", amount: value }];
  });
  return amount === 0n ? harvested : [...harvested, staked];
}
