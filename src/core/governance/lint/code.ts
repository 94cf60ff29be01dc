import { type Hex, isAddressEqual } from "viem";
import { nameCall } from "./call-words.ts";
import type { CallFacts, LintFacts } from "./facts.ts";

const PUSH1 = 0x60;
const PUSH32 = 0x7f;

/** What code can do that makes it other code, by its instruction. */
const RISKY = new Map([
  [0xf2, "run other code in its own name (CALLCODE)"],
  [0xf4, "run other code in its own name (DELEGATECALL)"],
  [0xff, "destroy itself (SELFDESTRUCT)"],
]);

/** The instructions of a contract's code, without the data that is pushed. What compilers append is read as code too: better once too often. */
export function* instructionsOf(code: Hex): Generator<number> {
  const digits = code.slice(2);
  for (let at = 0; at + 2 <= digits.length; at += 2) {
    const instruction = Number.parseInt(digits.slice(at, at + 2), 16);
    yield instruction;
    if (instruction >= PUSH1 && instruction <= PUSH32) at += 2 * (instruction - PUSH1 + 1);
  }
}

/** What the code can do that makes it other code. */
export function risksOf(code: Hex): string[] {
  const found = new Set<string>();
  for (const instruction of instructionsOf(withoutMetadata(code))) {
    const risk = RISKY.get(instruction);
    if (risk !== undefined) found.add(risk);
  }
  return [...found];
}

/** Solidity's metadata, whose length stands in the last two bytes, is data: a hash in it would be read as anything. */
function withoutMetadata(code: Hex): Hex {
  const length = Number.parseInt(code.slice(-4), 16);
  const start = code.length - 4 - 2 * length;
  const isMetadata = start > 2 && /^a[1-4]6[45]/.test(code.slice(start, start + 4));
  return isMetadata ? (code.slice(0, start) as Hex) : code;
}

/** Contracts outside the config whose code is not all there is to them. */
export function findRiskyCode({ calls }: LintFacts): string[] {
  return calls.filter(isStranger).flatMap(({ action, code, implementation }) => {
    const proxy =
      implementation === undefined
        ? []
        : [`${action.target} is a proxy: it runs the code of ${implementation.address}, and can be given other code.`];
    const own = implementation === undefined ? risksOf(code) : risksOf(implementation.code);
    const who = implementation === undefined ? action.target : implementation.address;
    return [...proxy, ...own.map((risk) => `${who} can ${risk}.`)];
  });
}

/** Contracts outside the config that are younger than a contract should be before it is trusted. */
export function findFreshCode({ calls }: LintFacts): string[] {
  return calls.filter(isStranger).flatMap(({ action: { target }, isFresh }) => {
    if (isFresh === true) return [`${target} came to be only lately.`];
    return isFresh === "unknown" ? [`How long ${target} has been there cannot be told now.`] : [];
  });
}

/** Contracts that nobody vouched for by naming them in the config. */
export function findUnknownTargets({ calls }: LintFacts): string[] {
  return calls.filter(isStranger).map(({ action: { target } }) => `${target} is nowhere in Steward's config.`);
}

/** Functions of the config's contracts that the config does not name. */
export function findUnknownFunctions({ calls, account, executor }: LintFacts): string[] {
  return calls.flatMap(({ action, isKnownTarget, isKnownFunction }) => {
    const isOwn = isAddressEqual(action.target, account) || isAddressEqual(action.target, executor);
    if (action.kind !== "call" || !isKnownTarget || isKnownFunction || isOwn) return [];
    return [`${nameCall(action)} is no function that Steward's config names.`];
  });
}

/** Parameters that are set without their guardrails. */
export function findParametersByCall({ calls }: LintFacts): string[] {
  return calls.flatMap(({ action, sets }) =>
    action.kind === "call" && sets !== undefined
      ? [`${nameCall(action)} sets ${sets}, which has guardrails and rules of its own: propose it as a parameter.`]
      : [],
  );
}

/** A payment to somebody's wallet runs no code that anybody would have to know. */
function isStranger({ isKnownTarget, code }: CallFacts): boolean {
  return !isKnownTarget && code !== "0x";
}
