import {
  type AbiEvent,
  type AbiParameter,
  type Address,
  getAddress,
  type Hex,
  hexToString,
  toEventSelector,
  trim,
} from "viem";
import type { RawLog } from "../chain/chain.ts";
import { Refusal } from "../errors.ts";
import { keepEventName } from "./event-names.ts";
import { decodeLog } from "./event-text.ts";

/** Reads one argument of an event out of its logs. */
export type ArgumentReader<T> = (log: RawLog) => T;

/** An event whose arguments are read straight from the words they stand in; several dozen times faster than decoding each log whole. */
export type EventWords = {
  name: string;
  topic: Hex;
  /** Whether a log is this event, by its topic. */
  is: (log: RawLog) => boolean;
  /** Throws Refusal for a log that is not laid out as the event says, because leaving it out would hide a payment. */
  check: (log: RawLog) => void;
  integer: (argument: string) => ArgumentReader<bigint>;
  address: (argument: string) => ArgumentReader<Address>;
  /** An argument of 32 bytes as they are, in lower case. */
  hash: (argument: string) => ArgumentReader<Hex>;
  /** An argument as a name people can read: text where bytes hold some, digits, a checksummed address, else the bytes. */
  text: (argument: string) => ArgumentReader<string>;
};

const WORD = 64;

/** Lays out an event. Arguments whose place is known are read from it, others by decoding the log. */
export function eventWords(event: AbiEvent): EventWords {
  const topic = toEventSelector(event);
  keepEventName(topic, event);
  const indexed = event.inputs.filter((input) => input.indexed);
  const inData = event.inputs.filter((input) => !input.indexed);
  const movable = inData.findIndex((input) => !isOneHeadWord(input));
  const placed = new Set(movable < 0 ? inData : inData.slice(0, movable));
  const check = (log: RawLog) => {
    const fits = log.topics.length === indexed.length + 1 && log.topics.every(isWord);
    if (fits && log.data.length >= 2 + WORD * inData.length) return;
    throw unfit(event, log);
  };
  const wordOf = (argument: string): ArgumentReader<string> => {
    const place = indexed.findIndex(({ name }) => name === argument);
    if (place >= 0) return ({ topics }) => (topics[place + 1] as Hex).slice(2);
    const start = 2 + WORD * inData.findIndex(({ name }) => name === argument);
    return ({ data }) => data.slice(start, start + WORD);
  };
  const read = <T>(
    argument: string,
    fromWord: (word: string, type: string) => T,
    fromValue: (value: unknown, type: string) => T,
  ) => {
    const input = inputOf(event, argument);
    const { type } = input;
    if (!isOneWord(input) || !(input.indexed || placed.has(input)))
      return (log: RawLog) => fromValue(decodeLog(event, log)[argument], type);
    const word = wordOf(argument);
    return (log: RawLog) => fromWord(word(log), type);
  };
  return {
    name: event.name,
    topic,
    is: (log) => log.topics[0] === topic,
    check,
    integer: (argument) => read(argument, integerOf, (value) => BigInt(value as bigint)),
    address: (argument) => read(argument, addressOf, (value) => getAddress(String(value))),
    hash: (argument) => read(argument, hashOf, (value) => String(value).toLowerCase() as Hex),
    text: (argument) => read(argument, textOf, (value) => String(value)),
  };
}

/** Whether an argument takes exactly one word, whatever its value. */
function isOneWord({ type }: AbiParameter): boolean {
  return /^(u?int\d*|address|bool|bytes\d+)$/.test(type);
}

/** A topic that a node cut off would be read as another value, or not at all. */
function isWord(topic: Hex): boolean {
  return topic.length === 2 + WORD;
}

/** Whether an argument moves those after it by one word: it is one, or it is the place where bytes, text or a list begin. */
function isOneHeadWord(input: AbiParameter): boolean {
  return isOneWord(input) || /^(bytes|string|.*\[\])$/.test(input.type);
}

function inputOf(event: AbiEvent, argument: string) {
  const input = event.inputs.find(({ name }) => name === argument);
  if (input) return input;
  throw new Refusal(`${event.name} has no argument "${argument}".`);
}

const LEADING_ZEROS = "0".repeat(WORD - 13);

/** An integer as digits; one of up to 52 bits, as most names are, without the detour over a bigint. */
function digitsOf(word: string, type: string): string {
  if (word.startsWith(LEADING_ZEROS)) return String(Number.parseInt(word.slice(LEADING_ZEROS.length), 16));
  return String(integerOf(word, type));
}

function integerOf(word: string, type: string): bigint {
  const value = BigInt(`0x${word}`);
  return type.startsWith("int") ? BigInt.asIntN(256, value) : value;
}

/** Checksums cost a hash each, and the same few owners are paid again and again. */
const checksummed = new Map<string, Address>();
const MOST_KEPT = 50_000;

function addressOf(word: string): Address {
  const known = checksummed.get(word);
  if (known) return known;
  const address = getAddress(`0x${word.slice(24)}`);
  if (checksummed.size >= MOST_KEPT) checksummed.clear();
  checksummed.set(word, address);
  return address;
}

function hashOf(word: string): Hex {
  return `0x${word.toLowerCase()}`;
}

/** A name that somebody copied from a block explorer, as logs are read: 32 bytes as the text they hold, an address with its checksum. */
export function nameAsRead(name: string): string {
  if (/^0x[0-9a-f]{64}$/i.test(name)) return textOf(name.slice(2).toLowerCase(), "bytes32");
  return /^0x[0-9a-f]{40}$/i.test(name) ? getAddress(name.toLowerCase()) : name;
}

function textOf(word: string, type: string): string {
  if (type === "address") return addressOf(word);
  if (type === "bool") return String(BigInt(`0x${word}`) !== 0n);
  if (!type.startsWith("bytes")) return digitsOf(word, type);
  const bytes = `0x${word.slice(0, 2 * Number(type.slice(5)))}` as Hex;
  const text = hexToString(trim(bytes, { dir: "right" }));
  return /^[\x21-\x7e][\x20-\x7e]*$/.test(text) ? text : bytes;
}

function unfit(event: AbiEvent, log: RawLog): Refusal {
  return new Refusal(`A log of ${log.address} does not fit ${event.name} as it is known here.`, {
    context: { transaction: log.transactionHash, logIndex: log.logIndex },
  });
}

/** The address in one of a log's topics, 0 being the event's own. */
export function addressOfTopic({ topics }: RawLog, index: number): Address {
  return addressOf((topics[index] as Hex).slice(2));
}
