import { type Address, getAddress, type Hex, isAddressEqual, parseAbiItem, toFunctionSelector } from "viem";
import type { App } from "../../app.ts";
import { call, readOne } from "../../chain/call.ts";
import type { Block, Chain } from "../../chain/chain.ts";
import { addressesOf } from "../../core/governance/lint/arguments.ts";
import { selectorOf } from "../../core/governance/lint/call-words.ts";
import type { CallFacts, LintFacts, Spending } from "../../core/governance/lint/facts.ts";
import { lintCalls } from "../../core/governance/lint/lint.ts";
import type { Note } from "../../core/governance/lint/rules.ts";
import type { Action } from "../../core/governance/proposal.ts";
import { Refusal, Transient } from "../../errors.ts";
import type { BoundExecutor } from "../../executors/executor.ts";
import { describeLines } from "./describe-action.ts";
import { configAddresses, knownAddresses, parameterSetBy } from "./known-addresses.ts";
import { type Coin, findCoin, readHeld } from "./plan-transfer.ts";

/** Where EIP-1967 keeps the address of the code behind a proxy. */
const IMPLEMENTATION: Hex = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";

const getEthBalance = parseAbiItem("function getEthBalance(address account) view returns (uint256)");
const transferSelector = toFunctionSelector("transfer(address,uint256)");

/** What is to be looked at, and where. */
export type LintRequest = {
  actions: readonly Action[];
  executor: BoundExecutor;
  text: string;
  chain: Chain;
  block: Block;
};

/** What was found in the calls as they are written, and which code stands behind proxies among their targets. */
export type Linted = { notes: Note[]; behind: Record<Address, Address> };

/** Looks at the calls as they are written: whom they name, what they call, what stands behind it. */
export async function lintActions(app: App, request: LintRequest): Promise<Linted> {
  const { actions, executor, text } = request;
  const calls: CallFacts[] = [];
  for (const action of actions) calls.push(await readCall(app, request, action));
  const { native } = app.config.chains[String(executor.chain)] ?? {};
  const tokens = Object.values(app.config.tokens).filter(({ chain }) => chain === executor.chain);
  const facts: LintFacts = {
    calls,
    known: knownAddresses(app),
    account: executor.account,
    executor: executor.address,
    text,
    words: actions.flatMap((action) =>
      describeLines(app, action).flatMap(({ before, after, change }) => [before, after, change ?? ""]),
    ),
    symbols: [...(native === undefined ? [] : [native]), ...tokens.map(({ symbol }) => symbol)],
    spendings: await readSpendings(app, request),
    largeValueShare: app.config.lint.largeValueShare,
  };
  return { notes: lintCalls(facts), behind: behindOf(calls) };
}

function behindOf(calls: readonly CallFacts[]): Record<Address, Address> {
  return Object.fromEntries(
    calls.flatMap(({ action, implementation }) =>
      implementation === undefined ? [] : [[action.target, implementation.address]],
    ),
  );
}

async function readCall(app: App, { chain, block }: LintRequest, action: Action): Promise<CallFacts> {
  const { target } = action;
  const isKnownTarget = configAddresses(app.config).some(({ address }) => isAddressEqual(address, target));
  const code = await chain.code(target, block);
  const sets = parameterSetBy(app.config, target, selectorOf(action));
  return {
    action,
    addresses: addressesOf(action),
    isKnownTarget,
    isKnownFunction: action.kind !== "call" || sets !== undefined,
    sets,
    code,
    implementation: code === "0x" ? undefined : await readImplementation(chain, block, target),
    isFresh: isKnownTarget || code === "0x" ? undefined : await isFresh(app, chain, target),
  };
}

async function readImplementation(chain: Chain, block: Block, target: Address): Promise<CallFacts["implementation"]> {
  const word = await chain.slot(target, IMPLEMENTATION, block);
  if (/^0x0*$/.test(word)) return undefined;
  const address = getAddress(`0x${word.slice(-40)}`);
  return { address, code: await chain.code(address, block) };
}

/** Old state may be gone from the node, and a young chain has none. */
async function isFresh(app: App, chain: Chain, target: Address): Promise<CallFacts["isFresh"]> {
  try {
    const then = await chain.blockAt(app.now() - app.config.lint.freshCodeSeconds);
    return (await chain.code(target, then)) === "0x";
  } catch (error) {
    if (error instanceof Transient || error instanceof Refusal) return "unknown";
    throw error;
  }
}

/** What the calls would pay of each coin in all, transfers that are written as calls too. */
async function readSpendings(app: App, request: LintRequest): Promise<Spending[]> {
  const { actions, executor } = request;
  const paid = new Map<string, { coin: Coin; amount: bigint }>();
  for (const action of actions)
    for (const { coin, amount } of paymentsOf(app, action)) {
      const key = coin.address ?? "";
      paid.set(key, { coin, amount: (paid.get(key)?.amount ?? 0n) + amount });
    }
  const spendings: Spending[] = [];
  for (const { coin, amount } of paid.values()) {
    const held = await readHolding(app, request, coin, executor.account);
    spendings.push({ symbol: coin.symbol, decimals: coin.decimals, paid: amount, held });
  }
  return spendings;
}

function paymentsOf(app: App, action: Action): { coin: Coin; amount: bigint }[] {
  if (action.kind === "transfer")
    return [{ coin: findCoin(app, action.chain, action.token), amount: BigInt(action.amount) }];
  const coin = action.value > 0n ? [{ coin: findCoin(app, action.chain, undefined), amount: action.value }] : [];
  if (selectorOf(action) !== transferSelector || action.calldata.length < 138) return coin;
  const token = Object.entries(app.config.tokens).find(
    ([, { chain, address }]) => chain === action.chain && isAddressEqual(address, action.target),
  );
  if (token === undefined) return coin;
  return [
    ...coin,
    { coin: findCoin(app, action.chain, token[0]), amount: BigInt(`0x${action.calldata.slice(74, 138)}`) },
  ];
}

async function readHolding(
  app: App,
  { chain, block }: LintRequest,
  coin: Coin,
  account: Address,
): Promise<bigint | undefined> {
  try {
    if (coin.address !== undefined) return await readHeld(chain, block, coin, account);
    const multicall = app.config.chains[String(chain.id)]?.multicall;
    if (multicall === undefined) return undefined;
    return await chain.read(block, readOne<bigint>(call(multicall, getEthBalance, account)));
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
