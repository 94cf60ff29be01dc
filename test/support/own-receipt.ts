import type { Address } from "viem";
import { getAddress } from "viem";
import { explain } from "../../src/core/treasury/explain/explain.ts";
import type { Line } from "../../src/core/treasury/explain/line.ts";
import { readReceipt } from "../../src/core/treasury/explain/receipt.ts";

type Rpc = <Result>(method: string, ...params: unknown[]) => Promise<Result>;

/** Names by which addresses are told, and addresses of main networks that take the place of some of this chain's. */
export type Setting = { names: Readonly<Record<string, Address>>; places?: Readonly<Record<Address, Address>> };

/**
 * What is told of the chain's newest transaction beside gas and approvals, one short text a line: `type/subtype raw asset protocol`, and `@account` where
 * there is more than one.
 */
export async function toldOfNewest(
  rpc: Rpc,
  accounts: readonly Address[],
  setting: Setting,
  chain = 1,
): Promise<string[]> {
  const { transactions } = await rpc<{ transactions: string[] }>("eth_getBlockByNumber", "latest", false);
  const receipt = await rpc<unknown>("eth_getTransactionReceipt", transactions.at(-1));
  return explain(readReceipt(moveTo(receipt, setting.places ?? {})), chain, accounts)
    .filter(({ log, subtype }) => log >= 0 && subtype !== "approve")
    .map((line) => brief(line, accounts, setting));
}

/** The receipt as it were if these contracts stood at other addresses. */
function moveTo(receipt: unknown, places: Readonly<Record<Address, Address>>): unknown {
  const bare = (address: string) => address.slice(2).toLowerCase();
  const text = Object.entries(places).reduce(
    (all, [from, to]) => all.replaceAll(bare(from), bare(to)),
    JSON.stringify(receipt).toLowerCase(),
  );
  // JSON is of lower case here, and its keys are not.
  const keys = ["transactionHash", "gasUsed", "effectiveGasPrice", "logIndex"];
  return JSON.parse(keys.reduce((all, key) => all.replaceAll(`"${key.toLowerCase()}"`, `"${key}"`), text));
}

function brief(line: Line, accounts: readonly Address[], { names, places = {} }: Setting): string {
  const { type, subtype, raw, asset, protocol, account } = line;
  const nameOf = (address: Address) =>
    Object.entries(names).find(([, at]) => getAddress(places[at] ?? at) === getAddress(address))?.[0] ?? address;
  const what =
    asset.address === undefined
      ? "coin"
      : `${nameOf(asset.address)}${asset.item === undefined ? "" : `#${asset.item}`}`;
  return `${type}/${subtype} ${raw} ${what} ${protocol ?? "-"}${accounts.length > 1 ? ` @${nameOf(account)}` : ""}`;
}
