import { toEventSelector, zeroAddress } from "viem";
import type { Facts, Rule } from "../facts.ts";
import { tell } from "../legs.ts";
import type { Line } from "../line.ts";
import type { Move } from "../moves.ts";
import type { Log } from "../receipt.ts";

/** Events in which a contract says that it gave back what was put into it. */
const RETURNS: ReadonlySet<string> = new Set(
  [
    "Withdraw(address,uint256)",
    "Withdraw(address,uint256,uint256)",
    "Withdraw(address,address,uint256)",
    "Withdrawn(address,uint256)",
    "Withdrawal(address,uint256)",
    "Unstaked(address,uint256)",
    "Unlocked(address,uint256)",
    "Released(address,uint256)",
  ].map(toEventSelector),
);

/**
 * An account called a contract, gave nothing, and was paid by a contract: what it had put in where an event says so, else something it
 * had earned. Whoever did not send the transaction may be sent anything by anybody, and for them no such thing follows.
 */
export const claims: Rule = {
  protocol: "claim",
  explain: (facts) => {
    const { moves, actor, receipt, wraps } = facts;
    const isGiving = moves.some(({ way }) => way === "out") || wraps.some(({ way }) => way === "wrap");
    if (actor === undefined || isGiving || receipt.to === undefined) return [];
    return moves.flatMap((move): Line[] => {
      if (move.way !== "in" || move.account !== actor || move.asset.item !== undefined) return [];
      // Coin that is logged may as well be a withdrawal, or change.
      if (move.asset.address === undefined) return [];
      if (!isFromContract(facts, move)) return [];
      if (move.from === zeroAddress && move.token === receipt.to) {
        const reason = "The contract that was called minted this; what was given for it is in no log.";
        return [tell(move, { type: "receive", subtype: "receive_wrapped", protocol: undefined, reason })];
      }
      const back = facts.logs.find(
        (log) => RETURNS.has(log.topics[0] ?? "") && log.address === move.from && names(log, move),
      );
      if (back !== undefined) {
        const reason = `Came back from ${move.from}, whose log ${back.index} says so.`;
        return [tell(move, { type: "withdrawal", subtype: "withdraw_from_protocol", protocol: undefined, reason })];
      }
      const reason = `${actor} called ${receipt.to} and was paid this by ${move.from}; no log shows that anything was given for it.`;
      return [tell(move, { type: "receive", subtype: "reward", protocol: undefined, reason })];
    });
  },
};

/** Whether the payer is the contract that was called, or one that logs something itself. */
function isFromContract({ receipt, logs }: Facts, { from }: Move): boolean {
  return (
    from === receipt.to ||
    logs.some(({ address }) => address === from) ||
    logs.some((log) => names(log, { from } as Move))
  );
}

function names({ topics, data }: Log, { from, account }: Pick<Move, "from" | "account">): boolean {
  const wanted = (account ?? from).slice(2).toLowerCase();
  return topics.slice(1).some((topic) => topic.endsWith(wanted)) || data.includes(wanted);
}
