import { type Address, decodeFunctionData, isAddressEqual, parseAbi } from "viem";
import { formatAmount } from "../../amount.ts";
import { nameCall, selectorOf } from "../lint/call-words.ts";
import { PRIVILEGED } from "../lint/powers.ts";
import type { Note } from "../lint/rules.ts";
import type { Action } from "../proposal.ts";
import type { Effect } from "../scrutiny.ts";
import { readLog, type Told } from "./events.ts";
import type { SimulatedFacts } from "./facts.ts";

type Transfer = Extract<Told, { kind: "transfer" }>;
type Seen = { effects: Effect[]; notes: Note[] };

const erc20 = parseAbi([
  "function transfer(address to, uint256 amount)",
  "function approve(address spender, uint256 amount)",
]);

/** What the logs of the calls tell: coins that move, leave to spend, powers that change; and which of it nobody said. */
export function judgeLogs(facts: SimulatedFacts): Seen {
  const seen = facts.calls.map(({ logs }, index) => {
    const action = facts.actions[index];
    return action === undefined ? { effects: [], notes: [] } : judgeCall(facts, action, logs.flatMap(readLog));
  });
  return { effects: seen.flatMap(({ effects }) => effects), notes: seen.flatMap(({ notes }) => notes) };
}

function judgeCall(facts: SimulatedFacts, action: Action, told: readonly Told[]): Seen {
  const declared = declaredOf(facts, action);
  const own = told.find((one) => one.kind === "transfer" && declared !== undefined && isSame(one, declared));
  const seen = told.map((one) => judgeOne(facts, action, one, one === own));
  const notes = seen.flatMap(({ note }) => note ?? []);
  // Not every node tells of the chain's own coin.
  if (action.kind === "transfer" && action.token !== undefined && own === undefined)
    notes.push({
      rule: "missedTransfer",
      says: `${nameCall(action)} would not arrive as it is asked for: the token says nothing of it, or something else.`,
    });
  return { effects: seen.map(({ effect }) => effect), notes };
}

function judgeOne(
  facts: SimulatedFacts,
  action: Action,
  told: Told,
  isOwn: boolean,
): { effect: Effect; note: Note | undefined } {
  const rule = action.kind === "call" ? "transferByCall" : "undeclaredTransfer";
  switch (told.kind) {
    case "transfer": {
      const { from, to } = told;
      const what = wordsOf(facts, told.token, told.amount, told.item);
      const effect: Effect = { kind: "transfer", declared: isOwn, what, from, to };
      return {
        effect,
        note: isOwn ? undefined : { rule, says: `${nameCall(action)} would move ${what} from ${from} to ${to}.` },
      };
    }
    case "approval": {
      const { owner, spender } = told;
      const what = wordsOf(facts, told.token, told.amount, undefined);
      const isOpen = isApproval(action, spender);
      const effect: Effect = { kind: "approval", declared: isOpen, what, owner, spender };
      const says = `${nameCall(action)} would let ${spender} spend ${what} of ${owner}.`;
      return { effect, note: isOpen ? undefined : { rule, says } };
    }
    case "power": {
      const what = `${told.name}(${told.args.join(", ")})`;
      const isOpen = action.kind === "call" && PRIVILEGED.has(selectorOf(action) ?? "");
      const effect: Effect = { kind: "power", declared: isOpen, what, by: told.by };
      const says = `${nameCall(action)} would change who may do what at ${told.by}: ${what}.`;
      return { effect, note: isOpen ? undefined : { rule: "undeclaredPower", says } };
    }
  }
}

/** The payment that a call says it is: of a transfer, and of a call that is one by its own words. */
function declaredOf({ account, tokenOf }: SimulatedFacts, action: Action): Omit<Transfer, "kind" | "item"> | undefined {
  if (action.kind === "transfer")
    return { token: tokenOf(action.token), from: account, to: action.to, amount: BigInt(action.amount) };
  const sent = action.kind === "call" ? decodeErc20(action) : undefined;
  if (sent?.functionName !== "transfer") return undefined;
  const [to, amount] = sent.args;
  return { token: action.target, from: account, to, amount };
}

function isSame(told: Transfer, declared: Omit<Transfer, "kind" | "item">): boolean {
  const { token, from, to, amount } = told;
  const isToken =
    token === undefined || declared.token === undefined
      ? token === declared.token
      : isAddressEqual(token, declared.token);
  return (
    isToken && amount === declared.amount && isAddressEqual(from, declared.from) && isAddressEqual(to, declared.to)
  );
}

function isApproval(action: Action, spender: Address): boolean {
  const sent = action.kind === "call" ? decodeErc20(action) : undefined;
  return sent?.functionName === "approve" && isAddressEqual(sent.args[0], spender);
}

function decodeErc20({ calldata }: Pick<Action, "calldata">) {
  try {
    return decodeFunctionData({ abi: erc20, data: calldata });
  } catch {
    return undefined;
  }
}

/** An amount in words; in smallest units where nobody knows the coin. */
function wordsOf(
  { nameCoin }: SimulatedFacts,
  token: Address | undefined,
  amount: bigint | undefined,
  item: bigint | undefined,
): string {
  if (item !== undefined) return `${amount === undefined ? "" : `${amount} × `}item ${item} of ${token}`;
  if (amount === undefined) return `everything of ${token}`;
  const coin = nameCoin(token);
  return coin === undefined
    ? `${amount} smallest units of ${token}`
    : `${formatAmount(amount, coin.decimals)} ${coin.symbol}`;
}
