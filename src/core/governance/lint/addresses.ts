import { type Address, getAddress, isAddressEqual, zeroAddress } from "viem";
import type { Action } from "../proposal.ts";
import { nameCall, selectorOf } from "./call-words.ts";
import type { KnownAddress, LintFacts } from "./facts.ts";
import { MOVING, OWNING } from "./powers.ts";

/** Where people send what nobody shall ever have again. */
const BURNS: readonly string[] = [
  zeroAddress,
  "0x000000000000000000000000000000000000dead",
  "0xdead000000000000000042069420694206942069",
];

/** How a made address is told from a real one by most people and most wallets: by both its ends. */
const SHOWN = 4;

const ADDRESS_DIGITS = 40;

/** What a vanity generator can reach for the price of an attack, seen in June 2026: fifteen characters with the `0x`. */
const LONG_START = 13;

/** Whether one address was made to be taken for the other. */
export function looksLike(one: Address, other: Address): boolean {
  const [a, b] = [one.slice(2).toLowerCase(), other.slice(2).toLowerCase()];
  if (a === b || isMostlyZero(a) || isMostlyZero(b)) return false;
  const bothEnds = a.slice(0, SHOWN) === b.slice(0, SHOWN) && a.slice(-SHOWN) === b.slice(-SHOWN);
  return bothEnds || a.slice(0, LONG_START) === b.slice(0, LONG_START);
}

/** Precompiles and other small numbers look alike by nature. */
function isMostlyZero(digits: string): boolean {
  return /0{28}/.test(digits);
}

/** Addresses that look like known ones and are others, however a call packs them; known too is what the reason gives to be compared. */
export function findLookAlikes({ calls, known, account, executor, text }: LintFacts): string[] {
  const ours: readonly KnownAddress[] = [
    ...known,
    { address: account, label: "the account itself" },
    { address: executor, label: "the executor" },
  ];
  const told = addressesIn(text).map((address): KnownAddress => ({ address, label: "named in the reason" }));
  const byStart = Map.groupBy([...ours, ...told], ({ address }) => startOf(address));
  return calls.flatMap(({ action }) =>
    windowsOf(action).flatMap((address) => {
      const like = byStart.get(startOf(address))?.find((one) => looksLike(address, one.address));
      if (like === undefined || ours.some((one) => isAddressEqual(one.address, address))) return [];
      return [
        `${getAddress(address)} looks like ${getAddress(like.address)} (${like.label}), but it is another address.`,
      ];
    }),
  );
}

/** Whatever could be an address in a call: any twenty bytes of it, so that no packing hides one. */
function windowsOf({ target, calldata }: Pick<Action, "target" | "calldata">): Address[] {
  const windows: Address[] = [target];
  for (let at = 2; at + ADDRESS_DIGITS <= calldata.length; at += 2)
    windows.push(`0x${calldata.slice(at, at + ADDRESS_DIGITS)}`);
  return windows;
}

function startOf(address: Address): string {
  return address.slice(2, 2 + SHOWN).toLowerCase();
}

/** Payments and ownership that would go where nobody is. */
export function findDeadAddresses({ calls }: LintFacts): string[] {
  return calls.flatMap(({ action, addresses }) => {
    const selector = selectorOf(action);
    const gives = action.kind !== "call" || selector === undefined || MOVING.has(selector) || OWNING.has(selector);
    const dead = gives ? [action.target, ...addresses].find(isDead) : undefined;
    return dead === undefined ? [] : [`${nameCall(action)} names ${dead}, where whatever arrives is lost.`];
  });
}

function isDead(address: Address): boolean {
  return BURNS.includes(address.toLowerCase());
}

/** Every full address in a text. */
export function addressesIn(text: string): Address[] {
  return [...text.matchAll(/\b0x[0-9a-fA-F]{40}\b/g)].map(([found]) => found as Address);
}
