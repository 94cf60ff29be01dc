import { type Address, type Hex, numberToHex } from "viem";
import { bitsOf } from "../../src/chain/bloom.ts";
import { ProviderFailure } from "../../src/chain/provider-failure.ts";
import type { Rpc, RpcAnswer, RpcRequest } from "../../src/chain/rpc.ts";

/** What the histories' logs are of, and what else stands in their blocks. */
export const WATCHED = { address: `0x${"a1".repeat(20)}` as Address, topic: `0x${"b2".repeat(32)}` as Hex };
export const OTHER = { address: WATCHED.address, topic: `0x${"b5".repeat(32)}` as Hex };
const NOISE: Said = { address: `0x${"c3".repeat(20)}`, topics: [`0x${"d4".repeat(32)}`], data: "0x" };

/** What one log of a block says. */
export type Said = { address: Address; topics: readonly Hex[]; data: Hex };

/** What the logs of a new block say, drawn from a random stream. */
export type Draw = (random: () => number, block: number) => readonly Said[];

export type ModelLog = { place: string; block: number; said: Said; raw: Record<string, unknown> };
export type ModelBlock = { number: number; hash: Hex; header: Record<string, unknown>; logs: readonly ModelLog[] };

/** What headers say of logs: the truth, or what some rollups fill in. */
export type Blooms = "true" | "ones" | "zeros";

/** A chain that grows and is reorganised; `blocks` is never changed in place, so that a node may hold an older one. */
export type History = {
  blocks: readonly ModelBlock[];
  grow: (count: number) => void;
  reorganise: (depth: number) => void;
};

/** Logs in such a share of the blocks, so many in one at most, of the watched contract's two events in turn. */
export const drawWatched =
  ({ share = 0.3, most = 3 } = {}): Draw =>
  (random) =>
    Array.from({ length: random() < share ? 1 + Math.floor(random() * most) : 0 }, (_, index) => ({
      address: WATCHED.address,
      topics: [index % 2 === 0 ? WATCHED.topic : OTHER.topic],
      data: numberToHex(index, { size: 32 }),
    }));

/** Unix seconds at which a history's block was made. */
export const timeOf = (block: number) => 1_700_000_000 + block * 12;

/** Starts a history of one block; hashes are numbered, so that no two blocks of a test share one. */
export function createHistory(random: () => number, blooms: Blooms, salt: string, draw: Draw = drawWatched()): History {
  let made = 0;
  const make = (number: number): ModelBlock => {
    const hash = `0x${salt.padEnd(8, "0")}${(made++).toString(16).padStart(56, "0")}` as Hex;
    const said = draw(random, number);
    const noise = random() < 0.2;
    const logs = said.map((one, index) => logOf(number, hash, index, one));
    const header = {
      ...{ number: numberToHex(number), hash, timestamp: numberToHex(timeOf(number)) },
      logsBloom: bloomOf(blooms, noise ? [...said, NOISE] : said),
    };
    return { number, hash, header, logs };
  };
  const history: History = {
    blocks: [make(0)],
    grow: (count) => {
      const { length } = history.blocks;
      history.blocks = [...history.blocks, ...Array.from({ length: count }, (_, index) => make(length + index))];
    },
    reorganise: (depth) => {
      history.blocks = history.blocks.slice(0, Math.max(1, history.blocks.length - depth));
      history.grow(depth + 1);
    },
  };
  return history;
}

function logOf(number: number, blockHash: Hex, logIndex: number, said: Said): ModelLog {
  const raw = {
    ...said,
    blockNumber: numberToHex(number),
    blockHash,
    blockTimestamp: numberToHex(timeOf(number)),
    transactionHash: blockHash,
    transactionIndex: "0x0",
    logIndex: numberToHex(logIndex),
  };
  return { place: `${blockHash}:${logIndex}`, block: number, said, raw };
}

const EMPTY = bloomWith(new Set());
const ONES: Hex = `0x${"ff".repeat(256)}`;
const madeBlooms = new Map<string, Hex>();

/** Of what is indexed only the first topic is told, which is all that anybody here asks by. */
function bloomOf(blooms: Blooms, logs: readonly Said[]): Hex {
  if (blooms === "ones") return ONES;
  if (blooms === "zeros" || logs.length === 0) return EMPTY;
  const items = new Set(logs.flatMap(({ address, topics }) => [address, topics[0] as Hex]));
  const key = [...items].sort().join();
  const bloom = madeBlooms.get(key) ?? bloomWith(items);
  madeBlooms.set(key, bloom);
  return bloom;
}

function bloomWith(items: ReadonlySet<Hex>): Hex {
  const bytes = Buffer.alloc(256);
  for (const { byte, mask } of [...items].flatMap(bitsOf)) bytes[byte] = (bytes[byte] ?? 0) | mask;
  return `0x${bytes.toString("hex")}`;
}

/** What a node may say that is not so, each with its share of the answers; `calm` turns all of it off. */
export type Lies = {
  empty?: number;
  partial?: number;
  stale?: number;
  /** Within one batch some answers are old and some are not. */
  mixed?: number;
  foreign?: number;
  repeated?: number;
  /** Of ranges longer than a block, whole blocks are missing, and always the same ones: a broken index. */
  broken?: number;
};
export type NodeFaults = Lies & {
  down?: number;
  refused?: number;
  crash?: number;
  lag?: number;
  /** So many blocks at most are answered for at once, and so many logs given. */
  widest?: number;
  most?: number;
  /** Asks for patience instead of answering. */
  throttled?: number;
};

export type ModelNode = { rpc: Rpc; faults: NodeFaults; requests: number; calls: number };

type Wanted = { fromBlock: Hex; toBlock: Hex; address: readonly Address[]; topics: readonly (readonly Hex[] | null)[] };

/** Whether a log fits; addresses may be asked for by their checksummed form. */
function filterOf({ address, topics }: Wanted): (said: Said) => boolean {
  const addresses = new Set(address.map((one) => one.toLowerCase()));
  const [firsts] = topics;
  return (said) => addresses.has(said.address) && (firsts?.includes(said.topics[0] as Hex) ?? true);
}

/** Thrown in place of an answer: the process dies here. */
export class Crash extends Error {}

/** A node over a history, with faults that a random stream draws. `foreign` is another chain, that it may answer for. */
export function createNode(history: History, foreign: History, random: () => number, chainId: number): ModelNode {
  let view = history.blocks;
  let old = history.blocks;
  const last = new Map<string, unknown>();
  const happens = (share: number | undefined) => share !== undefined && random() < share;
  const answer = ({ method, params }: RpcRequest, isForeign: boolean, isOld: boolean): RpcAnswer => {
    const { faults } = node;
    if (happens(faults.refused)) return { refused: { code: -32000, message: "internal error", data: undefined } };
    if (method === "eth_chainId") return { result: isForeign ? "0x1" : numberToHex(chainId) };
    if (happens(faults.repeated) && last.has(method)) return { result: last.get(method) };
    const blocks = isForeign ? foreign.blocks : isOld || happens(faults.mixed) ? old : view;
    if (method === "eth_getBlockByNumber") {
      const at = params[0] === "latest" ? blocks.length - 1 : Number(params[0]);
      const result = blocks[at]?.header ?? null;
      last.set(method, result);
      return { result };
    }
    if (method === "eth_getBlockReceipts") {
      const found = blocks[Number(params[0])]?.logs ?? [];
      return { result: [{ logs: shorten(found, true).map(({ raw }) => raw) }] };
    }
    if (method !== "eth_getLogs") return { refused: { code: -32601, message: "method not found", data: undefined } };
    const wanted = params[0] as Wanted;
    const [from, to] = [Number(wanted.fromBlock), Number(wanted.toBlock)];
    if (to - from + 1 > (faults.widest ?? Number.POSITIVE_INFINITY))
      return { refused: { code: -32600, message: "block range too large", data: undefined } };
    const fits = filterOf(wanted);
    const all = blocks.slice(from, to + 1).flatMap(({ logs }) => logs.filter(({ said }) => fits(said)));
    if (all.length > (faults.most ?? Number.POSITIVE_INFINITY))
      return { refused: { code: -32005, message: "query returned more results than allowed", data: undefined } };
    const result = shorten(all, from === to).map(({ raw }) => raw);
    last.set(method, result);
    return { result };
  };
  const shorten = (logs: readonly ModelLog[], isSingle: boolean): readonly ModelLog[] => {
    const { faults } = node;
    if (happens(faults.empty)) return [];
    const unlucky = logs[Math.floor(random() * logs.length)];
    if (happens(faults.partial)) return logs.filter((log) => log !== unlucky);
    const share = faults.broken;
    return share && !isSingle ? logs.filter(({ block }) => (block * 7_919) % 100 >= share * 100) : logs;
  };
  const ask: Rpc["ask"] = async (requests) => {
    node.requests += 1;
    node.calls += requests.length;
    await Promise.resolve();
    const { faults } = node;
    if (happens(faults.crash)) throw new Crash();
    if (happens(faults.throttled))
      throw new ProviderFailure("down", "answered with HTTP status 429", { throttled: true, retryAfter: 0 });
    if (happens(faults.down)) throw new ProviderFailure("down", "did not answer in time", { timedOut: true });
    if (!happens(faults.lag)) view = history.blocks;
    if (random() < 0.02) old = view;
    // One node answers one batch.
    const isForeign = happens(faults.foreign);
    const isOld = happens(faults.stale);
    return requests.map((request) => answer(request, isForeign, isOld));
  };
  const node: ModelNode = {
    faults: {},
    requests: 0,
    calls: 0,
    rpc: {
      ask: (requests) => ask(requests),
      // Some nodes' answers can be compared without being read, others' cannot.
      askSealed: async (requests, fixed, { known } = {}) => {
        const answers = await ask(requests);
        const head = answers.slice(0, fixed);
        const bytes = random() < 0.5 ? Buffer.from(JSON.stringify(head)) : undefined;
        const isKnown = known !== undefined && bytes?.equals(known) === true;
        return { bytes, isKnown, fixed: () => head, moving: answers.slice(fixed) };
      },
    },
  };
  return node;
}
