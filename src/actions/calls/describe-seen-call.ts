import {
  type Abi,
  type AbiFunction,
  type Address,
  decodeFunctionData,
  isAddressEqual,
  parseAbi,
  toFunctionSelector,
} from "viem";
import type { App } from "../../app.ts";
import { formatAmount } from "../../core/amount.ts";
import { Refusal } from "../../errors.ts";
import { findExecutor } from "../../executors/index.ts";
import { listGroups } from "../../parameters/groups.ts";
import { formatValue, listParameters } from "../../parameters/registry.ts";
import { parseSignature } from "../../parameters/signature.ts";
import type { KeptCall } from "../handoffs/unasked.ts";

/** A call as it was seen on chain, in words where the config knows what it means. */
export type SeenCallView = { words: string | undefined; target: Address; raw: string; isDelegate: boolean };

/** What it means that governs the community's own contracts: no config has to name it. */
const powers = parseAbi([
  "function updateDelay(uint256 newDelay)",
  "function grantRole(bytes32 role, address account)",
  "function revokeRole(bytes32 role, address account)",
  "function renounceRole(bytes32 role, address account)",
  "function setVotingDelay(uint48 newVotingDelay)",
  "function setVotingPeriod(uint32 newVotingPeriod)",
  "function setProposalThreshold(uint256 newProposalThreshold)",
  "function updateQuorumNumerator(uint256 newQuorumNumerator)",
  "function updateTimelock(address newTimelock)",
  "function relay(address target, uint256 value, bytes data)",
  "function addOwnerWithThreshold(address owner, uint256 threshold)",
  "function removeOwner(address previous, address owner, uint256 threshold)",
  "function swapOwner(address previous, address oldOwner, address newOwner)",
  "function changeThreshold(uint256 threshold)",
  "function enableModule(address module)",
  "function disableModule(address previous, address module)",
  "function setGuard(address guard)",
  "function setFallbackHandler(address handler)",
]);

const tokens = parseAbi([
  "function transfer(address to, uint256 amount) returns (bool)",
  "function approve(address spender, uint256 amount) returns (bool)",
  "function transferFrom(address from, address to, uint256 amount) returns (bool)",
]);

/** What a call on a chain does, by the config's parameters, tokens and executors; its bytes in either case. */
export function describeSeenCall(app: App, chain: number, call: KeptCall): SeenCallView {
  const { target, calldata, bytes, value, delegate } = call;
  const paid = BigInt(value) === 0n ? "" : `${formatAmount(BigInt(value), 18)} ${nativeOf(app, chain)}`;
  const sent = paid === "" ? "" : `, with ${paid}`;
  const isCut = bytes > (calldata.length - 2) / 2;
  return {
    words: delegate || isCut ? undefined : wordsOf(app, chain, call, paid),
    target,
    raw: bytes === 0 ? `nothing but ${paid === "" ? "a call without bytes" : paid}` : `${shortBytes(call)}${sent}`,
    isDelegate: delegate,
  };
}

function wordsOf(app: App, chain: number, call: KeptCall, paid: string): string | undefined {
  const { target, bytes } = call;
  if (bytes === 0) return paid === "" ? undefined : `Payment of ${paid} to ${target}`;
  const words =
    parameterWords(app, chain, call) ??
    groupWords(app, chain, call) ??
    tokenWords(app, chain, call) ??
    powerWords(app, chain, call);
  return words === undefined || paid === "" ? words : `${words}, with ${paid}`;
}

function parameterWords(app: App, chain: number, { target, calldata }: KeptCall): string | undefined {
  for (const ref of listParameters(app.config)) {
    if (ref.config.chain !== chain || !isAddressEqual(ref.config.target, target) || ref.config.setter === "") continue;
    try {
      const args = argsOf([parseSignature(ref.config.setter)], calldata);
      if (args === undefined || (ref.key !== undefined && String(args[0]).toLowerCase() !== ref.key.toLowerCase()))
        continue;
      return `${ref.title} → ${formatValue(app.config, ref, String(args.at(-1)))}`;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
  return undefined;
}

function groupWords(app: App, chain: number, { target, calldata }: KeptCall): string | undefined {
  for (const group of listGroups(app.config)) {
    if (group.chain !== chain || !isAddressEqual(group.target, target)) continue;
    try {
      const values = argsOf([parseSignature(group.config.setter)], calldata)?.flatMap(leaves);
      if (values?.length !== group.members.length) continue;
      const lines = group.members.map(
        (member, index) => `${member.title} → ${formatValue(app.config, member, String(values[index]))}`,
      );
      return lines.join(", ");
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
  return undefined;
}

/** What a decoded argument holds, in the order of the setter's values, whether it is a value or a struct. */
function leaves(value: unknown): unknown[] {
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(leaves) : [value];
}

function tokenWords(app: App, chain: number, { target, calldata }: KeptCall): string | undefined {
  const token = Object.values(app.config.tokens).find(
    (one) => one.chain === chain && isAddressEqual(one.address, target),
  );
  const told = token && decode(tokens, calldata);
  if (token === undefined || told === undefined) return undefined;
  const words = (amount: unknown) => `${formatAmount(BigInt(String(amount)), token.decimals)} ${token.symbol}`;
  const [first, second, third] = told.args;
  if (told.functionName === "transfer") return `Transfer of ${words(second)} to ${first}`;
  if (told.functionName === "approve") return `Leave for ${first} to take ${words(second)}`;
  return `Transfer of ${words(third)} from ${first} to ${second}`;
}

function powerWords(app: App, chain: number, { target, calldata }: KeptCall): string | undefined {
  const told = isOwn(app, chain, target) ? decode(powers, calldata) : undefined;
  if (told === undefined) return undefined;
  const inputs = powers.find(({ name }) => name === told.functionName)?.inputs ?? [];
  const args = told.args.map((arg, index) => `${inputs[index]?.name ?? index}: ${String(arg)}`);
  return `${told.functionName}(${args.join(", ")}), which changes who governs and how`;
}

function isOwn(app: App, chain: number, target: Address): boolean {
  return Object.keys(app.config.executors).some((name) => {
    const executor = findExecutor(app.config, name);
    return executor.chain === chain && executor.watch.filter.addresses.some((own) => isAddressEqual(own, target));
  });
}

function argsOf(abi: readonly AbiFunction[], calldata: KeptCall["calldata"]): readonly unknown[] | undefined {
  const [item] = abi;
  if (item === undefined || toFunctionSelector(item) !== calldata.slice(0, 10)) return undefined;
  return decode(abi, calldata)?.args;
}

function decode(abi: Abi, data: KeptCall["calldata"]): { functionName: string; args: readonly unknown[] } | undefined {
  try {
    const { functionName, args = [] } = decodeFunctionData({ abi, data });
    return { functionName, args: args as readonly unknown[] };
  } catch {
    // Bytes that only begin like a known call are shown as bytes.
    return undefined;
  }
}

/** Enough to compare with an explorer; all of it stands in the transaction. */
function shortBytes({ calldata, bytes }: KeptCall): string {
  return calldata.length <= 74 ? calldata : `${calldata.slice(0, 74)}… (${bytes} bytes)`;
}

function nativeOf({ config }: App, chain: number): string {
  return config.chains[String(chain)]?.native ?? "of the chain's own coin";
}
