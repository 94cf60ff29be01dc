import { type Address, encodeFunctionData, parseAbi, parseAbiItem } from "viem";
import type { App } from "../../app.ts";
import { call, readOne } from "../../chain/call.ts";
import type { Block, Chain } from "../../chain/chain.ts";
import { formatAmount, parseAmount } from "../../core/amount.ts";
import { hashCode } from "../../core/governance/actions-hash.ts";
import type { Ask } from "../../core/governance/ask.ts";
import type { TransferAction } from "../../core/governance/proposal.ts";
import { parseWalletAddress } from "../../core/identity/wallet-address.ts";
import { Refusal } from "../../errors.ts";
import { findExecutor } from "../../executors/index.ts";

const erc20 = parseAbi(["function transfer(address to, uint256 amount) returns (bool)"]);
const balanceOf = parseAbiItem("function balanceOf(address account) view returns (uint256)");

/** What the config calls the chain's own coin, and a token of its own. */
export type Coin = { name: string | undefined; symbol: string; decimals: number; address: Address | undefined };

/** Every chain of this kind counts its own coin in 1e-18. */
const COIN_DECIMALS = 18;

/** A payment from the executor's account: its token one of the config's, and no more of it than the account holds now. */
export async function planTransfer(app: App, ask: Extract<Ask, { kind: "transfer" }>): Promise<TransferAction> {
  const settings = app.config.transfers;
  if (settings === undefined) throw new Refusal("Here nobody votes on transfers.");
  const executor = findExecutor(app.config, settings.executor);
  const coin = findCoin(app, executor.chain, ask.token);
  const amount = parseAmount(ask.amount, coin.decimals);
  if (amount <= 0n) throw new Refusal("A transfer moves more than nothing.");
  const to = parseWalletAddress(ask.to);
  const chain = app.chains.get(executor.chain);
  const block = await chain.finalized();
  const held = await readHeld(chain, block, coin, executor.account);
  if (held !== undefined && held < amount) {
    throw new Refusal(
      `${executor.account} holds ${formatAmount(held, coin.decimals)} ${coin.symbol}, less than ${formatAmount(amount, coin.decimals)}.`,
    );
  }
  const target = coin.address ?? to;
  return {
    kind: "transfer",
    ...{ token: coin.name, to, amount: amount.toString() },
    ...{ executor: executor.name, chain: executor.chain, target },
    value: coin.address === undefined ? amount : 0n,
    calldata:
      coin.address === undefined
        ? "0x"
        : encodeFunctionData({ abi: erc20, functionName: "transfer", args: [to, amount] }),
    codeHash: hashCode(await chain.code(target, block)),
  };
}

/** The coin that a name or symbol means on a chain: a token of the config, or the chain's own. */
export function findCoin({ config }: App, chain: number, name: string | undefined): Coin {
  const native = config.chains[String(chain)]?.native ?? "ETH";
  const wanted = name?.toLowerCase();
  if (wanted === undefined || wanted === native.toLowerCase())
    return { name: undefined, symbol: native, decimals: COIN_DECIMALS, address: undefined };
  const found = Object.entries(config.tokens).find(
    ([key, token]) => token.chain === chain && (key === wanted || token.symbol.toLowerCase() === wanted),
  );
  if (found) return { name: found[0], symbol: found[1].symbol, decimals: found[1].decimals, address: found[1].address };
  const known = Object.values(config.tokens).filter((token) => token.chain === chain);
  throw new Refusal(`There is no token “${name}” on that chain.`, {
    hint: `There are ${[native, ...known.map(({ symbol }) => symbol)].join(", ")}.`,
  });
}

/** What an account holds of a token; undefined for the chain's own coin, which no view function tells. */
export async function readHeld(chain: Chain, block: Block, coin: Coin, account: Address): Promise<bigint | undefined> {
  if (coin.address === undefined) return undefined;
  return chain.read(block, readOne<bigint>(call(coin.address, balanceOf, account)));
}
