import {
  type AbiEvent,
  type Address,
  encodeAbiParameters,
  encodeEventTopics,
  getAddress,
  type Hex,
  parseAbiItem,
  zeroAddress,
} from "viem";
import { explain } from "../../src/core/treasury/explain/explain.ts";
import type { Line } from "../../src/core/treasury/explain/line.ts";
import { type Log, type Receipt, readReceipt } from "../../src/core/treasury/explain/receipt.ts";
import { nameAsset } from "../../src/core/treasury/explain/rows.ts";

/** The account whose transactions these are, and another's. */
export const ME: Address = "0x1111111111111111111111111111111111111111";
export const OTHER: Address = "0x2222222222222222222222222222222222222222";
export const NOBODY: Address = zeroAddress;

/** A made-up address that is easily told from others. */
export function at(number: number): Address {
  return getAddress(`0x${number.toString(16).padStart(40, "0")}`);
}

/** A log as the contract would have written it. */
export function emit(address: Address, signature: string, args: Record<string, unknown>): Omit<Log, "index"> {
  const event = parseAbiItem(signature) as AbiEvent;
  const rest = event.inputs.filter(({ indexed }) => indexed !== true);
  return {
    address,
    topics: encodeEventTopics({ abi: [event], eventName: event.name, args } as never) as Hex[],
    data: encodeAbiParameters(
      rest,
      rest.map(({ name }) => args[name ?? ""]),
    ),
  };
}

export function transfer(token: Address, from: Address, to: Address, value: bigint) {
  return emit(token, "event Transfer(address indexed from, address indexed to, uint256 value)", { from, to, value });
}

export function item(token: Address, from: Address, to: Address, tokenId: bigint) {
  const signature = "event Transfer(address indexed from, address indexed to, uint256 indexed tokenId)";
  return emit(token, signature, { from, to, tokenId });
}

type Given = { logs: readonly Omit<Log, "index">[]; from?: Address; to?: Address; status?: Hex; fields?: object };

/** A receipt as a node gives it, read. */
export function receiptOf({ logs, from = ME, to = OTHER, status = "0x1", fields }: Given): Receipt {
  return readReceipt({
    ...{
      transactionHash: `0x${"ab".repeat(32)}`,
      from,
      to,
      status,
      gasUsed: "0x5208",
      effectiveGasPrice: "0x3b9aca00",
    },
    logs: logs.map((log, index) => ({ ...log, logIndex: `0x${(100 + index).toString(16)}` })),
    ...fields,
  });
}

/** What is told of a transaction beside gas, one short text a line: `type/subtype raw asset protocol`. */
export function told(
  given: Given,
  { chain = 1, accounts = [ME] }: { chain?: number; accounts?: Address[] } = {},
): string[] {
  return explain(receiptOf(given), chain, accounts)
    .filter(({ log }) => log >= 0)
    .map((line) => brief(line, chain));
}

function brief({ type, subtype, raw, asset, protocol }: Line, chain: number): string {
  return `${type}/${subtype} ${raw} ${nameAsset(asset, chain).split("/").slice(1).join("/")} ${protocol ?? "-"}`;
}
