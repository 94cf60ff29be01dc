import { type Address, getAddress, type Hex, hexToString, numberToHex, pad, stringToHex, toEventSelector } from "viem";
import type { RawLog } from "../../src/chain/chain.ts";
import { type MoneyKind, moneyKinds } from "../../src/core/rewards/kinds.ts";
import { placeOf } from "../../src/sources/rewards/shared/place-of.ts";
import type { Decoded, RewardSource } from "../../src/sources/rewards/source.ts";
import type { Draw, Said } from "./lying-chain.ts";

/** What a log of a reward network says, as a random history draws it. */
export type Fact =
  | { is: "money"; node: string; who: Address; epoch: number | null; parts: readonly Part[] }
  | { is: "registered"; node: string; who: Address; region: string | null }
  | { is: "retired"; node: string }
  | { is: "epoch"; epoch: number }
  | { is: "term"; node: string; who: Address; value: string }
  | { is: "odd" };

/** What becomes of some of a node's money; the amount in digits. */
export type Part = { kind: MoneyKind; token: string; amount: string };

/** `event`: what a contract's own events can say, by the config; `all`: everything that any source can. */
export type Language = "event" | "all";

export const PAYS: Address = `0x${"a1".repeat(20)}`;
export const KNOWS: Address = `0x${"a2".repeat(20)}`;
export const PAID =
  "event RewardPaid(uint256 indexed nodeId, address indexed owner, uint256 indexed epoch, uint256 amount)";
export const REGISTERED = "event NodeRegistered(uint256 indexed nodeId, address indexed owner, bytes32 indexed region)";
export const RETIRED = "event NodeRetired(uint256 indexed nodeId, address indexed owner, bytes32 indexed region)";

const TOPICS = {
  paid: toEventSelector(PAID),
  registered: toEventSelector(REGISTERED),
  retired: toEventSelector(RETIRED),
  told: toEventSelector("event Told(string fact)"),
};
const REGIONS = ["north", "south", "east"] as const;
const EPOCH_BLOCKS = 40;
/** Seconds of an epoch where no log says which. */
export const EPOCH_SECONDS = 12 * EPOCH_BLOCKS;

const pick = <T>(random: () => number, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
const upTo = (random: () => number, most: number) => Math.floor(random() * (most + 1));
const who = (random: () => number) => getAddress(pad(numberToHex(1 + upTo(random, 5)), { size: 20 }));
const name = (random: () => number) => String(1 + upTo(random, 11));

/** Draws blocks that say several things, or nothing; epochs go forth and back. `keep` is told what was drawn, by what a log says. */
export function drawFacts(language: Language, keep: Map<Said, Fact>, registry: Address): Draw {
  return (random, block) => {
    const count = random() < 0.25 ? 1 + upTo(random, random() < 0.1 ? 16 : 3) : 0;
    return Array.from({ length: count }, () => {
      const fact = drawFact(random, block, language);
      const said = language === "all" ? tell(fact) : emit(fact, registry);
      keep.set(said, fact);
      return said;
    });
  };
}

function drawFact(random: () => number, block: number, language: Language): Fact {
  const chance = random();
  const node = name(random);
  const epoch = Math.max(0, Math.floor(block / EPOCH_BLOCKS) + upTo(random, 4) - 3);
  if (chance < 0.12) return { is: "registered", node, who: who(random), region: region(random, language) };
  if (chance < 0.2) return { is: "retired", node };
  if (language === "all" && chance < 0.24) return { is: "epoch", epoch };
  if (language === "all" && chance < 0.27) return { is: "term", node, who: who(random), value: `${upTo(random, 3)} %` };
  if (language === "all" && chance < 0.3) return { is: "odd" };
  const parts = Array.from({ length: language === "all" ? 1 + upTo(random, 3) : 1 }, () => ({
    kind: language === "all" ? pick(random, moneyKinds) : "paid",
    token: language === "all" ? pick(random, ["helio", "gas"]) : "helio",
    amount: drawAmount(random).toString(),
  }));
  return { is: "money", node, who: who(random), epoch: language === "all" && random() < 0.2 ? null : epoch, parts };
}

const region = (random: () => number, language: Language) =>
  language === "all" && random() < 0.2 ? null : pick(random, REGIONS);

/** Nothing, a little, or far beyond what a float holds. */
function drawAmount(random: () => number): bigint {
  const digits = upTo(random, 4) * 8;
  if (digits === 0) return BigInt(upTo(random, 2));
  return BigInt(`0x${Array.from({ length: digits }, () => upTo(random, 15).toString(16)).join("")}`);
}

const word = (value: bigint | number | Hex) =>
  pad(typeof value === "string" ? value : numberToHex(value), { size: 32 });

function emit(fact: Fact, registry: Address): Said {
  if (fact.is === "money") {
    const topics = [TOPICS.paid, word(BigInt(fact.node)), word(fact.who), word(fact.epoch ?? 0)];
    return { address: PAYS, topics, data: word(BigInt((fact.parts[0] as Part).amount)) };
  }
  if (fact.is !== "registered" && fact.is !== "retired") throw new TypeError(`no event says ${fact.is}`);
  const [topic, owner, place] =
    fact.is === "registered"
      ? [TOPICS.registered, fact.who, stringToHex(fact.region ?? "", { size: 32 })]
      : [TOPICS.retired, PAYS, word(0)];
  return { address: registry, topics: [topic, word(BigInt(fact.node)), word(owner), place], data: "0x" };
}

function tell(fact: Fact): Said {
  return { address: PAYS, topics: [TOPICS.told], data: stringToHex(JSON.stringify(fact)) };
}

/** A source whose network tells all that any network can. */
export function tellingSource(source: string, chain: number): RewardSource {
  return {
    ...{ name: source, kind: "telling", chain, label: source, tokens: ["helio", "gas"], fromBlock: 0n },
    epochSeconds: EPOCH_SECONDS,
    oneOff: false,
    filters: [{ addresses: [PAYS], topics: [TOPICS.told] }],
    decode: (logs) => {
      const decoded = { rewards: [], nodes: [], terms: [], epochs: [], oddities: [] };
      for (const log of logs) decode(JSON.parse(hexToString(log.data)) as Fact, log, decoded);
      return decoded;
    },
  };
}

type Lists = { [Key in "rewards" | "nodes" | "terms" | "epochs" | "oddities"]: NonNullable<Decoded[Key]>[number][] };

function decode(fact: Fact, log: RawLog, lists: Lists): void {
  const place = placeOf(log);
  const { at } = place;
  if (fact.is === "registered") {
    const region = fact.region ?? undefined;
    lists.nodes.push({ change: "registered", node: fact.node, owner: fact.who, region, class: undefined, at });
  } else if (fact.is === "retired") lists.nodes.push({ change: "retired", node: fact.node, at });
  else if (fact.is === "epoch") lists.epochs.push({ epoch: fact.epoch, at });
  else if (fact.is === "odd") lists.oddities.push({ ...place, what: "Something was odd." });
  else if (fact.is === "term") {
    const { node, value } = fact;
    lists.terms.push({ ...place, node, owner: fact.who, term: "cut", value, part: 0 });
  } else {
    const { node, epoch } = fact;
    const whose = { ...place, node, recipient: fact.who, epoch: epoch ?? undefined };
    lists.rewards.push(
      ...fact.parts.map((part, index) => ({ ...whose, ...part, amount: BigInt(part.amount), part: index })),
    );
  }
}
