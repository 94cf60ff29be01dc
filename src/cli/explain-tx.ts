import { parseArgs } from "node:util";
import { type Address, getAddress, type Hex, isAddress, isHash } from "viem";
import { explain } from "../core/treasury/explain/explain.ts";
import { readReceipt } from "../core/treasury/explain/receipt.ts";
import { type Row, toRows } from "../core/treasury/explain/rows.ts";
import { pinnedDecimals } from "../core/treasury/explain/tokens.ts";
import { BotError, Refusal } from "../errors.ts";
import { fetchReceipt } from "./explain-tx/fetch-receipt.ts";
import { printRows } from "./explain-tx/print-rows.ts";
import { readText, toJson } from "./read-text.ts";

const USAGE =
  "Name the transaction: steward explain-tx <hash> --accounts <a,b> [--chain <id>] [--json]; or, without a network: steward explain-tx --receipt <file.json> --chain <id> --accounts <a,b> [--json].";

const options = {
  receipt: { type: "string" },
  chain: { type: "string" },
  accounts: { type: "string" },
  json: { type: "boolean", default: false },
} as const;

/** Says what one transaction meant for the given accounts, from its receipt in a file or from a node; 1 where it cannot. */
export async function explainTx(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const [hash] = positionals;
  try {
    if (positionals.length > 1 || (hash === undefined) === (values.receipt === undefined)) throw new Refusal(USAGE);
    const accounts = readAccounts(values.accounts);
    const chain = readChain(values.chain);
    const rows =
      values.receipt === undefined ? await online(hash, chain, accounts) : offline(values.receipt, chain, accounts);
    console.log(values.json ? toJson(rows) : printRows(rows).join("\n"));
    return 0;
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    console.error([error.message, error.hint].filter(Boolean).join(" "));
    return 1;
  }
}

function offline(path: string, chain: number | undefined, accounts: readonly Address[]): Row[] {
  if (chain === undefined) throw new Refusal("A receipt does not say its chain: give it as --chain <id>.");
  const receipt = readReceipt(parse(path));
  return toRows(explain(receipt, chain, accounts), chain, pinnedDecimals(chain));
}

async function online(
  hash: string | undefined,
  chain: number | undefined,
  accounts: readonly Address[],
): Promise<Row[]> {
  if (!isHash(hash ?? "")) throw new Refusal("A transaction's hash is 0x and 64 hexadecimal digits.");
  const found = await fetchReceipt(hash as Hex, chain);
  const lines = explain(readReceipt(found.receipt), found.chain, accounts);
  const tokens = lines.flatMap(({ asset: { address, item } }) =>
    address === undefined || item !== undefined ? [] : [address],
  );
  const known = await found.readDecimals([...new Set(tokens)]);
  const pinned = pinnedDecimals(found.chain);
  return toRows(lines, found.chain, (token) => known.get(token) ?? pinned(token));
}

function parse(path: string): unknown {
  try {
    return JSON.parse(readText(path));
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refusal(`${path} is not JSON.`);
    throw error;
  }
}

function readAccounts(text: string | undefined): Address[] {
  const accounts = (text ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  if (accounts.length === 0) throw new Refusal("Say for whom: --accounts <address,address>.");
  return accounts.map((account) => {
    if (!isAddress(account, { strict: false })) throw new Refusal(`${account} under --accounts is no address.`);
    return getAddress(account);
  });
}

function readChain(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,15}$/.test(text)) throw new Refusal("A chain is named by its id: --chain 1.");
  return Number(text);
}
