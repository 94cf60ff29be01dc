import { type Address, isAddressEqual, parseAbi, zeroAddress } from "viem";
import { eventsOf } from "../decode.ts";
import type { Rule } from "../facts.ts";
import { tell } from "../legs.ts";
import type { Line } from "../line.ts";

const LUSD = "0x5f98805A4E8be255a32880FDeC7F6728C6568bA0";
const protocol = "liquity";

const read = eventsOf(
  parseAbi([
    "event TroveUpdated(address indexed _borrower, uint256 _debt, uint256 _coll, uint256 _stake, uint8 _operation)",
    "event StakeChanged(address indexed staker, uint256 newStake)",
    "event UserDepositChanged(address indexed _depositor, uint256 _newDeposit)",
  ]),
);

/** Liquity: LUSD minted against a trove is a debt and burned pays it back; LQTY and LUSD are staked. */
export const liquity: Rule = {
  protocol,
  explain: ({ logs, moves, isOurs }) => {
    const told = new Set<number>();
    return read(logs).flatMap(({ log, eventName, args }): Line[] => {
      const account = Object.values(args).find((value): value is Address => typeof value === "string");
      if (account === undefined || !isOurs(account)) return [];
      const isTrove = eventName === "TroveUpdated";
      const found = moves.filter((move) => {
        const other = move.way === "in" ? move.from : move.to;
        const fits = isTrove ? move.token === LUSD && other === zeroAddress : isAddressEqual(other, log.address);
        return fits && move.account === account && !told.has(move.log);
      });
      return found.map((move) => {
        told.add(move.log);
        const reason = `${eventName} (log ${log.index}) of the account.`;
        if (isTrove)
          return move.way === "in"
            ? tell(move, { type: "receive", subtype: "generate_debt", protocol, reason })
            : tell(move, { type: "spend", subtype: "payback_debt", protocol, reason });
        return move.way === "in"
          ? tell(move, { type: "staking", subtype: "remove_asset", protocol, reason })
          : tell(move, { type: "staking", subtype: "deposit_asset", protocol, reason });
      });
    });
  },
};
