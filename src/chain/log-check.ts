import { type Address, getAddress, type Hex, isHex } from "viem";
import type { LogFilter, RawLog } from "./chain.ts";
import { ProviderFailure } from "./provider-failure.ts";

/** A log as a node answers it; `timestamp` only where the node adds it. */
export type UncheckedLog = Omit<RawLog, "timestamp"> & { timestamp: number | undefined };

/** The logs of an answer in chain order; throws ProviderFailure for anything that was not asked for, or is there twice, or was removed. */
export type LogCheck = (body: unknown, from: bigint, to: bigint) => UncheckedLog[];

/** A block as its logs tell of it, read once for all of them: its hash and its time also as they are written. */
type Place = { number: bigint; hash: Hex; written: unknown; timestamp: number | undefined; writtenTime: unknown };
type Raw = Readonly<Record<string, unknown>>;

const LOWER_HEX = /^0x[0-9a-f]*$/;

/** Makes the check of a filter's logs. Millions pass here, so that what many of them share is read once. */
export function createLogCheck(filter: LogFilter): LogCheck {
  const addressOf = createAddresses(filter.addresses);
  const topics = new Set(filter.topics.map((topic) => topic.toLowerCase()));
  const narrowed = (filter.indexed ?? []).map(
    (wanted) => wanted && new Set(wanted.map((topic) => topic.toLowerCase() as Hex)),
  );
  const isWanted = (found: readonly Hex[]) =>
    topics.has(found[0] ?? "") && narrowed.every((wanted, index) => wanted?.has(found[index + 1] ?? "0x") ?? true);
  return (body, from, to) => {
    if (!Array.isArray(body)) throw new ProviderFailure("unfit", "answered with something that is not a list of logs");
    const placeOf = createPlaces(from, to);
    let transaction: { written: unknown; hash: Hex } | undefined;
    const logs: UncheckedLog[] = [];
    for (const raw of body as (Raw | null)[]) {
      if (raw === null || typeof raw !== "object") throw wrong("something that is not a log");
      const address = addressOf(raw["address"]);
      if (raw["removed"] === true) throw wrong("a log that was removed");
      const place = placeOf(raw);
      const found = topicsOf(raw["topics"]);
      if (!isWanted(found)) throw wrong("a log nobody asked for");
      const written = raw["transactionHash"];
      if (transaction === undefined || transaction.written !== written)
        transaction = { written, hash: hex(raw, "transactionHash") };
      logs.push({
        address,
        topics: found,
        data: hex(raw, "data"),
        blockNumber: place.number,
        blockHash: place.hash,
        timestamp: place.timestamp,
        transactionHash: transaction.hash,
        transactionIndex: integer(raw, "transactionIndex"),
        logIndex: integer(raw, "logIndex"),
      });
    }
    return inChainOrder(logs);
  };
}

/** Sorts only what is not sorted; whatever is there twice, or of two blocks at one height, then stands side by side. */
function inChainOrder(logs: UncheckedLog[]): UncheckedLog[] {
  const isSorted = logs.every((log, index) => index === 0 || byPlace(logs[index - 1] as UncheckedLog, log) < 0);
  if (!isSorted) logs.sort(byPlace);
  for (let index = 1; index < logs.length; index += 1) {
    const [one, other] = [logs[index - 1] as UncheckedLog, logs[index] as UncheckedLog];
    if (one.blockNumber !== other.blockNumber) continue;
    if (one.blockHash !== other.blockHash) throw wrong("logs of two blocks at one height");
    if (one.logIndex === other.logIndex) throw wrong("a log twice");
  }
  return logs;
}

/** The order of logs on the chain. */
export function byPlace(one: UncheckedLog, other: UncheckedLog): number {
  if (one.blockNumber !== other.blockNumber) return one.blockNumber < other.blockNumber ? -1 : 1;
  return one.logIndex - other.logIndex;
}

/** Addresses as they were asked for, by however a node writes them. */
function createAddresses(wanted: readonly Address[]): (written: unknown) => Address {
  const known = new Map<unknown, Address>(wanted.map((address) => [address.toLowerCase(), getAddress(address)]));
  return (written) => {
    const address = known.get(written) ?? known.get(String(written).toLowerCase());
    if (!address) throw wrong("a log of another contract");
    return address;
  };
}

function createPlaces(from: bigint, to: bigint): (raw: Raw) => Place {
  const places = new Map<unknown, Place>();
  let last: { written: unknown; place: Place } | undefined;
  const read = (raw: Raw): Place => {
    const number = BigInt(hex(raw, "blockNumber"));
    if (number < from || number > to) throw wrong("a log from outside the range");
    const writtenTime = raw["blockTimestamp"];
    const timestamp = isHex(writtenTime) ? Number(writtenTime) : undefined;
    return { number, hash: hex(raw, "blockHash"), written: raw["blockHash"], timestamp, writtenTime };
  };
  return (raw) => {
    const written = raw["blockNumber"];
    const place = last !== undefined && last.written === written ? last.place : (places.get(written) ?? read(raw));
    if (last?.place !== place) {
      last = { written, place };
      places.set(written, place);
    }
    if (raw["blockHash"] !== place.written && hex(raw, "blockHash") !== place.hash)
      throw wrong("logs of two blocks at one height");
    if (raw["blockTimestamp"] !== place.writtenTime) throw wrong("two times of one block");
    return place;
  };
}

function topicsOf(topics: unknown): Hex[] {
  if (!Array.isArray(topics)) throw wrong("a log without topics");
  return topics.map((topic) => lower(topic) ?? fail("a log without topics"));
}

function hex(raw: Raw, key: string): Hex {
  return lower(raw[key]) ?? fail(`a log without ${key}`);
}

function integer(raw: Raw, key: string): number {
  const value = raw[key];
  const number = typeof value === "string" && value.startsWith("0x") ? Number(value) : Number.NaN;
  return Number.isSafeInteger(number) ? number : fail(`a log without ${key}`);
}

function lower(value: unknown): Hex | undefined {
  if (typeof value === "string" && LOWER_HEX.test(value)) return value as Hex;
  return isHex(value) ? (value.toLowerCase() as Hex) : undefined;
}

function wrong(what: string): ProviderFailure {
  return new ProviderFailure("unfit", `answered with ${what}`);
}

function fail(what: string): never {
  throw wrong(what);
}
