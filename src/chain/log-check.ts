import { type Address, getAddress, type Hex, isHex } from "viem";
import type { LogFilter } from "./chain.ts";
import { ProviderFailure } from "./provider-failure.ts";

/** A log as a node answers it; `timestamp` only where the node adds it. */
export type UncheckedLog = {
  address: Address;
  topics: readonly Hex[];
  data: Hex;
  blockNumber: bigint;
  blockHash: Hex;
  timestamp: number | undefined;
  transactionHash: Hex;
  transactionIndex: number;
  logIndex: number;
};

/** The logs of an answer in chain order; throws ProviderFailure for anything that was not asked for, or is there twice, or was removed. */
export function checkLogs(body: unknown, filter: LogFilter, from: bigint, to: bigint): UncheckedLog[] {
  if (!Array.isArray(body)) throw new ProviderFailure("unfit", "answered with something that is not a list of logs");
  const addresses = new Map(filter.addresses.map((address) => [address.toLowerCase(), getAddress(address)]));
  const topics = new Set(filter.topics.map((topic) => topic.toLowerCase()));
  const narrowed = (filter.indexed ?? []).map((wanted) => wanted && new Set(wanted.map(lower)));
  const hashes = new Map<bigint, Hex>();
  const seen = new Set<string>();
  const logs = body.map((raw: Record<string, unknown>) => {
    const log = parseLog(raw, addresses);
    const place = `${log.blockHash}:${log.logIndex}`;
    if (raw["removed"] === true) throw wrong("a log that was removed");
    if (log.blockNumber < from || log.blockNumber > to) throw wrong("a log from outside the range");
    if (!topics.has(log.topics[0] ?? "") || !narrowed.every(fits(log))) throw wrong("a log nobody asked for");
    if ((hashes.get(log.blockNumber) ?? log.blockHash) !== log.blockHash)
      throw wrong("logs of two blocks at one height");
    if (seen.has(place)) throw wrong("a log twice");
    hashes.set(log.blockNumber, log.blockHash);
    seen.add(place);
    return log;
  });
  return logs.sort((a, b) => Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex);
}

function fits({ topics }: UncheckedLog) {
  return (wanted: ReadonlySet<Hex> | undefined, index: number) => wanted?.has(topics[index + 1] ?? "0x") ?? true;
}

function parseLog(raw: Record<string, unknown>, addresses: ReadonlyMap<string, Address>): UncheckedLog {
  const address = addresses.get(String(raw["address"]).toLowerCase());
  if (!address) throw wrong("a log of another contract");
  const topics = raw["topics"];
  if (!Array.isArray(topics) || !topics.every((topic) => isHex(topic))) throw wrong("a log without topics");
  return {
    address,
    topics: topics.map(lower),
    data: hex(raw, "data"),
    blockNumber: BigInt(hex(raw, "blockNumber")),
    blockHash: hex(raw, "blockHash"),
    timestamp: isHex(raw["blockTimestamp"]) ? Number(raw["blockTimestamp"]) : undefined,
    transactionHash: hex(raw, "transactionHash"),
    transactionIndex: Number(hex(raw, "transactionIndex")),
    logIndex: Number(hex(raw, "logIndex")),
  };
}

function hex(raw: Record<string, unknown>, key: string): Hex {
  const value = raw[key];
  if (!isHex(value)) throw wrong(`a log without ${key}`);
  return lower(value);
}

function lower(value: Hex): Hex {
  return value.toLowerCase() as Hex;
}

function wrong(what: string): ProviderFailure {
  return new ProviderFailure("unfit", `answered with ${what}`);
}
