import { parseAbi, zeroAddress } from "viem";
import { eventsOf } from "../decode.ts";
import type { Facts, Rule } from "../facts.ts";
import { tell } from "../legs.ts";
import { COIN, type Line } from "../line.ts";
import type { Move } from "../moves.ts";

const STETH = "0xae7ab96520DE3A18E5e111B5EaAb095312D7fE84";
const WSTETH = "0x7f39C581F595B53c5cb19bD0b3f8dA6c935E2Ca0";
const QUEUE = "0x889edC2eDab5f40e902b864aD4d7AdE8E412F9B1";
const protocol = "lido";

const read = eventsOf(
  parseAbi([
    "event Submitted(address indexed sender, uint256 amount, address referral)",
    "event WithdrawalClaimed(uint256 indexed requestId, address indexed owner, address indexed receiver, uint256 amountOfETH)",
  ]),
);

/** Lido: ETH staked for stETH or wstETH, the one wrapped into the other, and the queue out. */
export const lido: Rule = {
  protocol,
  explain: (facts) => {
    if (facts.chain !== 1) return [];
    const staked = read(facts.logs.filter(({ address }) => address === STETH || address === QUEUE)).flatMap((event) =>
      event.eventName === "Submitted"
        ? explainStaking(facts, event.log.index, event.args)
        : explainClaim(facts, event.log.index, event.args),
    );
    const told = new Set(staked.flatMap(({ claims }) => claims));
    return [...staked, ...explainWrapping(facts.moves.filter(({ log }) => !told.has(log)))];
  },
};

function explainStaking(facts: Facts, log: number, { sender, amount }: { sender: string; amount: bigint }): Line[] {
  const minted = facts.moves.find(
    ({ way, token, from }) =>
      way === "in" && ((token === STETH && from === zeroAddress) || (token === WSTETH && sender === WSTETH)),
  );
  if (minted === undefined) return [];
  const reason = `Submitted (log ${log}): ${amount} was staked.`;
  return [
    {
      log,
      asset: COIN,
      raw: amount,
      account: minted.account,
      claims: [],
      type: "deposit",
      subtype: "deposit_for_wrapped",
      protocol,
      reason,
    },
    tell(minted, { type: "receive", subtype: "receive_wrapped", protocol, reason }),
  ];
}

type Claim = { requestId: bigint; receiver: `0x${string}`; amountOfETH: bigint };

function explainClaim(facts: Facts, log: number, { requestId, receiver, amountOfETH: raw }: Claim): Line[] {
  const item = facts.moves.find(
    ({ way, asset, token }) => way === "out" && token === QUEUE && asset.item === requestId,
  );
  const reason = `WithdrawalClaimed (log ${log}) of request ${requestId}.`;
  const lines: Line[] = [];
  if (item !== undefined) lines.push(tell(item, { type: "spend", subtype: "return_wrapped", protocol, reason }));
  if (facts.isOurs(receiver))
    lines.push({
      ...{ log, asset: COIN, raw, account: receiver, claims: [], type: "withdrawal", subtype: "redeem_wrapped" },
      ...{ protocol, reason },
    });
  return lines;
}

/** One stETH token given for another: wrapped, unwrapped, or put into the queue. */
function explainWrapping(moves: readonly Move[]): Line[] {
  const of = (way: Move["way"], token: string) => moves.filter((move) => move.way === way && move.token === token);
  const [wrappedIn] = of("in", WSTETH).filter(({ from }) => from === zeroAddress);
  const [wrappedOut] = of("out", WSTETH).filter(({ to }) => to === zeroAddress);
  const [given] = of("out", STETH);
  const [got] = of("in", STETH);
  if (wrappedIn !== undefined && given !== undefined)
    return [
      tell(given, {
        type: "deposit",
        subtype: "deposit_for_wrapped",
        protocol,
        reason: `stETH wrapped (log ${wrappedIn.log}).`,
      }),
      tell(wrappedIn, {
        type: "receive",
        subtype: "receive_wrapped",
        protocol,
        reason: `stETH wrapped (log ${given.log}).`,
      }),
    ];
  if (wrappedOut !== undefined && got !== undefined)
    return [
      tell(wrappedOut, {
        type: "spend",
        subtype: "return_wrapped",
        protocol,
        reason: `wstETH unwrapped (log ${got.log}).`,
      }),
      tell(got, {
        type: "withdrawal",
        subtype: "redeem_wrapped",
        protocol,
        reason: `wstETH unwrapped (log ${wrappedOut.log}).`,
      }),
    ];
  const requests = of("in", QUEUE).filter(({ from }) => from === zeroAddress);
  const queued = [...of("out", STETH), ...of("out", WSTETH)];
  if (requests.length === 0 || queued.length === 0) return [];
  return [
    ...queued.map((move) =>
      tell(move, {
        type: "deposit",
        subtype: "deposit_for_wrapped",
        protocol,
        reason: "Put into the withdrawal queue, where it earns no more.",
      }),
    ),
    ...requests.map((move) =>
      tell(move, {
        type: "receive",
        subtype: "receive_wrapped",
        protocol,
        reason: "The claim on what was put into the withdrawal queue.",
      }),
    ),
  ];
}
