import { type Address, getAbiItem, type Hex, pad, parseAbi, toEventSelector, toFunctionSelector } from "viem";
import { z } from "zod";
import { call, readOne, resultOf } from "../../chain/call.ts";
import type { Block, LogFilter, RawLog, Read } from "../../chain/chain.ts";
import { address, slug } from "../../config/fields.ts";
import { RAY } from "../../core/treasury/legs.ts";
import { chiAt } from "../../core/treasury/maths/pot.ts";
import { decodeLog } from "../event-text.ts";
import { topicOf } from "../topic-of.ts";
import { positionFields } from "./shared/position-fields.ts";
import { perSecond, yearlyOf } from "./shared/savings-rate.ts";
import { placeOf, type SeenFlow, type SeenLeg, yieldKind } from "./source.ts";

const abi = parseAbi([
  "function chi() view returns (uint256)",
  "function rho() view returns (uint256)",
  "function pie(address holder) view returns (uint256)",
  "function pieOf(address holder) view returns (uint256)",
  "event Join(address indexed dst, uint256 wad)",
  "event Exit(address indexed dst, uint256 wad)",
]);
const [joined, exited] = [getAbiItem({ abi, name: "Join" }), getAbiItem({ abi, name: "Exit" })];
/** The Pot's logs are anonymous: the first topic is the called function's selector, then come the caller and the first argument. */
const [JOIN, EXIT] = ["join(uint256)", "exit(uint256)"].map((one) =>
  pad(toFunctionSelector(one), { dir: "right" }),
) as [Hex, Hex];

const schema = z
  .strictObject({
    kind: z.literal("dsr").meta({ description: "Dai in the Dai Savings Rate.", example: "dsr" }),
    ...positionFields,
    pot: address.meta({ description: "Maker's Pot." }),
    manager: address.optional().meta({
      description:
        "The DSR manager, where the dai lies there in the holder's name. It tells whom dai was paid to and not whose it was: what the holder has it pay to somebody else is unexplained. Default: the holder is in the Pot itself, where everything is told.",
    }),
    token: slug.meta({ description: "Dai: a name under `tokens`.", example: "dai" }),
  })
  .meta({ description: "Dai in Maker's Pot, with its savings up to the second of the block, whoever dripped last." });

type Savings = z.output<typeof schema>;

/** Savings dai, worth what a drip at the block would make of it. */
export const dsr = yieldKind("dsr", schema, (settings) => ({
  protocol: "Maker DSR",
  legs: [{ leg: "", token: settings.token, kind: "held" }],
  read: (block) => readSavings(settings, block),
  filters: filtersOf(settings),
  decode: (logs) => logs.flatMap((log) => (settings.manager ? managerFlow(log) : potFlow(settings.pot, log))),
}));

function* readSavings({ pot, manager, holder }: Savings, block: Block): Read<SeenLeg[]> {
  const pie = call(manager ?? pot, getAbiItem({ abi, name: manager ? "pieOf" : "pie" }), holder);
  const state = (["chi", "rho"] as const).map((name) => call(pot, getAbiItem({ abi, name })));
  const results = yield [pie, call(pot, perSecond("dsr")), ...state];
  const [shares = 0n, rate = 0n, chi = 0n, rho = 0n] = results.map((result) => resultOf<bigint>(result));
  const amount = (shares * chiAt({ dsr: rate, chi, rho }, block.timestamp)) / RAY;
  return [{ leg: "", amount, shares, quoted: yearlyOf(rate) }];
}

function filtersOf({ pot, manager, holder }: Savings): LogFilter[] {
  const indexed = [[topicOf(holder)]];
  return manager
    ? [{ addresses: [manager], topics: [joined, exited].map((event) => toEventSelector(event)), indexed }]
    : [{ addresses: [pot], topics: [JOIN, EXIT], indexed }];
}

function potFlow(pot: Address, log: RawLog): SeenFlow[] {
  const [called, , argument = "0x0"] = log.topics;
  const shares = BigInt(argument);
  if (shares === 0n) return [];
  const direction = called === JOIN ? "in" : "out";
  return [{ ...placeOf(log), leg: "", direction, amount: () => readStored(pot, shares), shares }];
}

/** Shares are exchanged at the chi that is stored, even where it is old: what had not been dripped then is lost to who leaves. */
function* readStored(pot: Address, shares: bigint): Read<bigint> {
  return (shares * (yield* readOne<bigint>(call(pot, getAbiItem({ abi, name: "chi" }))))) / RAY;
}

function managerFlow(log: RawLog): SeenFlow[] {
  const isJoin = log.topics[0] === toEventSelector(joined);
  const { wad } = decodeLog(isJoin ? joined : exited, log) as { wad: bigint };
  return wad === 0n ? [] : [{ ...placeOf(log), leg: "", direction: isJoin ? "in" : "out", amount: wad }];
}
