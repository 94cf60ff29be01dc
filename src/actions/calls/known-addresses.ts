import { type Address, getAddress, type Hex, isAddress, isAddressEqual, toFunctionSelector } from "viem";
import { listWallets } from "../../../db/wallets.ts";
import type { App } from "../../app.ts";
import type { KnownAddress } from "../../core/governance/lint/facts.ts";
import { listGroups } from "../../parameters/groups.ts";
import { parseSignature } from "../../parameters/signature.ts";

/** Every address that the config names anywhere, each by its place in it, and every wallet that a member has linked. */
export function knownAddresses(app: App): KnownAddress[] {
  const wallets = listWallets(app.db).map(({ address }) => ({ address, label: "a member's wallet" }));
  return [...configAddresses(app.config), ...wallets];
}

/** Every address that the config names anywhere, by its place in it: `tokens.helio.address`. */
export function configAddresses(config: App["config"]): KnownAddress[] {
  const found: KnownAddress[] = [];
  const walk = (value: unknown, place: string): void => {
    if (typeof value === "string" && isAddress(value, { strict: false }))
      found.push({ address: getAddress(value), label: place });
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) walk(inner, place === "" ? key : `${place}.${key}`);
  };
  walk(config, "");
  return found;
}

/** The parameter that a function of a contract sets, by its title; undefined where it sets none. */
export function parameterSetBy(config: App["config"], target: Address, selector: Hex | undefined): string | undefined {
  if (selector === undefined) return undefined;
  return settersOf(config).find((one) => isAddressEqual(one.target, target) && one.selector === selector)?.title;
}

function settersOf(config: App["config"]): { target: Address; selector: Hex; title: string }[] {
  const own = Object.values(config.parameters)
    // What is set with others has no setter of its own.
    .filter(({ setter }) => setter !== "")
    .map(({ target, setter, title }) => ({ target, setter, title }));
  const together = listGroups(config).map(({ target, config: { setter }, title }) => ({ target, setter, title }));
  return [...own, ...together].map(({ target, setter, title }) => ({
    ...{ target, title },
    selector: toFunctionSelector(parseSignature(setter)),
  }));
}
