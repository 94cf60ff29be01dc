import {
  type AbiEvent,
  type AbiParameter,
  decodeEventLog,
  getAddress,
  type Hex,
  hexToString,
  isHex,
  parseAbiItem,
  trim,
} from "viem";
import { z } from "zod";
import type { RawLog } from "../chain/chain.ts";
import { Refusal } from "../errors.ts";

/** The event that a Solidity signature names; undefined where it is none. */
export function parseEvent(signature: string): AbiEvent | undefined {
  try {
    const item: unknown = parseAbiItem(signature);
    return (item as AbiEvent).type === "event" ? (item as AbiEvent) : undefined;
  } catch {
    return undefined;
  }
}

/** An event's Solidity signature, as the contract's source has it. */
export const eventSignature = z
  .string()
  .refine(
    (text) => parseEvent(text) !== undefined,
    "is not the Solidity signature of an event: event Name(type indexed name, …)",
  );

/** The name of one of an event's arguments. */
export const argumentName = z.string().regex(/^[A-Za-z_$][\w$]*$/, "must be the name of one of the event's arguments");

/** What is wrong with naming these arguments of that event, one sentence each. */
export function missingArguments(signature: string, names: readonly (string | undefined)[]): string[] {
  const event = parseEvent(signature);
  if (!event) return [];
  const known = event.inputs.map((input) => input.name);
  return names.flatMap((name) =>
    name === undefined || known.includes(name) ? [] : [`the event has no argument "${name}"`],
  );
}

/** The event, where its signature has been checked before. */
export function requireEvent(signature: string): AbiEvent {
  const event = parseEvent(signature);
  if (event) return event;
  throw new Refusal(`"${signature}" is not the signature of an event.`);
}

/** A log's arguments by name; throws Refusal for a log that does not fit the event, because leaving it out would hide a payment. */
export function decodeLog(event: AbiEvent, log: RawLog): Readonly<Record<string, unknown>> {
  try {
    const { args } = decodeEventLog({ abi: [event], topics: [...log.topics] as [Hex, ...Hex[]], data: log.data });
    return args as unknown as Record<string, unknown>;
  } catch (cause) {
    throw new Refusal(`A log of ${log.address} does not fit ${event.name} as it is known here.`, {
      context: { transaction: log.transactionHash, logIndex: log.logIndex, why: (cause as Error).name },
    });
  }
}

/** An argument as a name people can read: text where bytes hold some, digits, a checksummed address, else the bytes. */
export function nameText(value: unknown, type: AbiParameter["type"]): string {
  if (type === "address") return getAddress(String(value));
  if (!isHex(value) || !type.startsWith("bytes")) return String(value);
  const text = hexToString(trim(value, { dir: "right" }));
  return /^[\x21-\x7e][\x20-\x7e]*$/.test(text) ? text : value;
}
