import { type Address, parseAbi } from "viem";
import { eventsOf } from "../decode.ts";
import { canBeIncome, type Facts, type Rule } from "../facts.ts";
import { type Leg, legOf, tell } from "../legs.ts";
import { COIN, type Line } from "../line.ts";

const protocol = "compound";

const read = eventsOf(
  parseAbi([
    "event Mint(address minter, uint256 mintAmount, uint256 mintTokens)",
    "event Redeem(address redeemer, uint256 redeemAmount, uint256 redeemTokens)",
    "event Borrow(address borrower, uint256 borrowAmount, uint256 accountBorrows, uint256 totalBorrows)",
    "event RepayBorrow(address payer, address borrower, uint256 repayAmount, uint256 accountBorrows, uint256 totalBorrows)",
    "event DistributedSupplierComp(address indexed cToken, address indexed supplier, uint256 compDelta, uint256 compSupplyIndex)",
    "event DistributedBorrowerComp(address indexed cToken, address indexed borrower, uint256 compDelta, uint256 compBorrowIndex)",
  ]),
);

/** Compound v2 and its forks: the market's token is minted for what is lent; its events name every amount. */
export const compoundV2: Rule = {
  protocol,
  explain: (facts) => {
    const controllers = new Set<Address>();
    const lines = read(facts.logs).flatMap(({ log, eventName, args }): Line[] => {
      const reason = `${eventName} (log ${log.index}) of the market.`;
      const token = (way: "in" | "out", raw: bigint) =>
        facts.moves.find((move) => move.way === way && move.token === log.address && move.raw === raw);
      switch (eventName) {
        case "Mint": {
          const minted = token("in", args.mintTokens);
          if (!facts.isOurs(args.minter) || minted === undefined) return [];
          return [
            {
              ...money(facts, "out", args.mintAmount, args.minter, log.index),
              type: "deposit",
              subtype: "deposit_for_wrapped",
              protocol,
              reason,
            },
            tell(minted, { type: "receive", subtype: "receive_wrapped", protocol, reason }),
          ];
        }
        case "Redeem": {
          const burned = token("out", args.redeemTokens);
          if (!facts.isOurs(args.redeemer) || burned === undefined) return [];
          return [
            tell(burned, { type: "spend", subtype: "return_wrapped", protocol, reason }),
            {
              ...money(facts, "in", args.redeemAmount, args.redeemer, log.index),
              type: "withdrawal",
              subtype: "redeem_wrapped",
              protocol,
              reason,
            },
          ];
        }
        case "Borrow":
          if (facts.actor === undefined || !facts.isOurs(args.borrower)) return [];
          return [
            {
              ...money(facts, "in", args.borrowAmount, args.borrower, log.index),
              type: "receive",
              subtype: "generate_debt",
              protocol,
              reason,
            },
          ];
        case "RepayBorrow":
          if (facts.actor === undefined || !facts.isOurs(args.payer)) return [];
          return [
            {
              ...money(facts, "out", args.repayAmount, args.payer, log.index),
              type: "spend",
              subtype: "payback_debt",
              protocol,
              reason,
            },
          ];
        default:
          controllers.add(log.address);
          return [];
      }
    });
    const told = new Set(lines.flatMap(({ claims }) => claims));
    const paid = facts.moves.filter(
      ({ way, from, log, token }) =>
        way === "in" && controllers.has(from) && !told.has(log) && canBeIncome(facts, token),
    );
    return [
      ...lines,
      ...paid.map((move) =>
        tell(move, {
          type: "receive",
          subtype: "reward",
          protocol,
          reason: "Paid by the controller that logs what each market earned.",
        }),
      ),
    ];
  },
};

/** The money of an event: a transfer of that amount, or the chain's own coin where no token moved. */
function money(facts: Facts, way: "in" | "out", raw: bigint, account: Address, log: number): Leg {
  const move = facts.moves.find((one) => one.way === way && one.raw === raw && one.account === account);
  return move === undefined ? { log, asset: COIN, raw, account, claims: [] } : legOf(move);
}
