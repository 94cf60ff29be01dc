import { type Address, isAddressEqual, parseAbi, zeroAddress } from "viem";
import { eventsOf } from "../decode.ts";
import { canBeIncome, type Facts, type Rule } from "../facts.ts";
import { findLeg, type Leg, tell } from "../legs.ts";
import type { Line } from "../line.ts";
import type { Move } from "../moves.ts";
import type { Log } from "../receipt.ts";

const protocol = "compound_v3";

/** A market keeps a principal; what it says was minted or burned is rounded from that, by a few smallest units. */
const ROUNDING = 10n;

const read = eventsOf(
  parseAbi([
    "event Supply(address indexed from, address indexed dst, uint256 amount)",
    "event Withdraw(address indexed src, address indexed to, uint256 amount)",
    "event SupplyCollateral(address indexed from, address indexed dst, address indexed asset, uint256 amount)",
    "event WithdrawCollateral(address indexed src, address indexed to, address indexed asset, uint256 amount)",
    "event RewardClaimed(address indexed src, address indexed recipient, address indexed token, uint256 amount)",
  ]),
);

/** Compound v3: a market's base asset lent, taken, borrowed and paid back; collateral, which earns nothing; rewards. */
export const comet: Rule = {
  protocol,
  explain: (facts) =>
    read(facts.logs).flatMap(({ log, eventName, args }): Line[] => {
      switch (eventName) {
        case "Supply":
          return facts.isOurs(args.dst) ? supplied(facts, log, args) : [];
        case "Withdraw":
          return facts.isOurs(args.src) ? withdrawn(facts, log, args) : [];
        case "SupplyCollateral":
          return facts.isOurs(args.dst)
            ? collateral(facts, log, "out", { ...args, holder: args.dst, via: args.from })
            : [];
        case "WithdrawCollateral":
          return facts.isOurs(args.src)
            ? collateral(facts, log, "in", { ...args, holder: args.src, via: args.to })
            : [];
        default: {
          const move = facts.moves.find(
            (one) =>
              one.way === "in" && one.token === args.token && one.raw === args.amount && canBeIncome(facts, one.token),
          );
          const reason = `RewardClaimed (log ${log.index}).`;
          return move === undefined ? [] : [tell(move, { type: "receive", subtype: "reward", protocol, reason })];
        }
      }
    }),
};

function supplied(facts: Facts, log: Log, { from, amount }: { from: Address; amount: bigint }): Line[] {
  const base = findBase(facts, log, (one) => one.to === log.address, amount);
  const given = base && findLeg(facts, { way: "out", token: base, raw: amount, via: from });
  const minted = facts.moves.find(
    (one) => one.log > log.index && one.way === "in" && one.token === log.address && one.from === zeroAddress,
  );
  const said = `the market's supply (log ${log.index}) of ${amount}`;
  const lent = minted === undefined ? 0n : amount - minted.raw <= ROUNDING ? amount : minted.raw;
  const lines: Line[] = [];
  if (given !== undefined)
    lines.push(
      ...split(given, amount, lent, {
        whole: { type: "deposit", subtype: "deposit_for_wrapped", protocol, reason: `Lent: ${said}.` },
        rest: { type: "spend", subtype: "payback_debt", protocol, reason: `Paid back: ${said} minted nothing for it.` },
      }),
    );
  if (minted !== undefined)
    lines.push(tell(minted, { type: "receive", subtype: "receive_wrapped", protocol, reason: `Minted for ${said}.` }));
  return lines;
}

function withdrawn(facts: Facts, log: Log, { to, amount }: { to: Address; amount: bigint }): Line[] {
  const base = findBase(facts, log, (one) => one.from === log.address, amount);
  const got = base && findLeg(facts, { way: "in", token: base, raw: amount, via: to });
  const burned = facts.moves.find(
    (one) => one.log > log.index && one.way === "out" && one.token === log.address && one.to === zeroAddress,
  );
  const said = `the market's withdrawal (log ${log.index}) of ${amount}`;
  const taken = burned === undefined ? 0n : amount - burned.raw <= ROUNDING ? amount : burned.raw;
  const lines: Line[] = [];
  if (burned !== undefined)
    lines.push(tell(burned, { type: "spend", subtype: "return_wrapped", protocol, reason: `Burned for ${said}.` }));
  if (got !== undefined)
    lines.push(
      ...split(got, amount, taken, {
        whole: { type: "withdrawal", subtype: "redeem_wrapped", protocol, reason: `Taken back: ${said}.` },
        rest: {
          type: "receive",
          subtype: "generate_debt",
          protocol,
          reason: `Borrowed: ${said} burned nothing for it.`,
        },
      }),
    );
  return lines;
}

type Told = Pick<Line, "type" | "subtype" | "protocol" | "reason">;

/** One leg as two lines where a position passed through nothing lent and nothing owed; the leg's logs are told by the first. */
function split(leg: Leg, amount: bigint, part: bigint, { whole, rest }: { whole: Told; rest: Told }): Line[] {
  if (part >= amount) return [{ ...leg, ...whole }];
  if (part <= 0n) return [{ ...leg, ...rest }];
  return [
    { ...leg, raw: part, ...whole },
    { ...leg, raw: amount - part, ...rest, claims: [] },
  ];
}

/** The market's base asset, by the transfer that goes with an event. */
function findBase(
  { transfers }: Facts,
  log: Log,
  fits: (one: Pick<Move, "from" | "to">) => boolean,
  amount: bigint,
): Address | undefined {
  return transfers.findLast((one) => one.log < log.index && one.raw === amount && fits(one))?.token;
}

type Collateral = { asset: Address; amount: bigint; holder: Address; via: Address };

function collateral(facts: Facts, log: Log, way: "in" | "out", { asset, amount, holder, via }: Collateral): Line[] {
  const leg = findLeg(facts, { way, token: asset, raw: amount, via });
  const reason = `Collateral ${way === "out" ? "given to" : "taken from"} the market (log ${log.index}); it earns nothing.`;
  const lines: Line[] = [];
  if (leg !== undefined)
    lines.push(
      way === "out"
        ? { ...leg, type: "deposit", subtype: "deposit_to_protocol", protocol, reason }
        : { ...leg, type: "withdrawal", subtype: "withdraw_from_protocol", protocol, reason },
    );
  lines.push({
    ...{ log: log.index, type: "informational", subtype: "none", asset: leg?.asset ?? { address: asset }, raw: 0n },
    ...{
      account: holder,
      protocol,
      claims: [],
      reason: `What is held as collateral changed by ${amount} (log ${log.index}).`,
    },
  });
  return lines.filter(({ asset: { address } }) => address === undefined || !isAddressEqual(address, zeroAddress));
}
