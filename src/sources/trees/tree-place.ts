import type { Hex } from "viem";
import { Refusal } from "../../errors.ts";

/** Where a network publishes its trees, as the config says it. */
export type TreePlace = {
  /** A path, or an https address (http on this machine only); `{epoch}` and `{root}` stand for the tree that is sought. */
  template: string;
  /** Other hosts to which the address may lead on. */
  hosts?: readonly string[] | undefined;
  /** The most that is read, before and after unpacking. */
  maxBytes?: number | undefined;
  timeoutMs?: number | undefined;
};

/** Which tree is sought. */
export type SoughtTree = { epoch?: number | undefined; root?: Hex | undefined };

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** The template with what is sought in it. */
export function fillTemplate(template: string, { epoch, root }: SoughtTree): string {
  const values: Record<string, string | number | undefined> = { epoch, root };
  return template.replace(/\{(\w*)\}/g, (placeholder, name: string) => {
    const value = values[name];
    if (value !== undefined) return String(value);
    if (name in values) throw new Refusal(`The place of a tree has ${placeholder}, and it is not known of this one.`);
    throw new Refusal(`The place of a tree has ${placeholder}.`, { hint: "Only {epoch} and {root} are filled in." });
  });
}

/** The address that a place is, or undefined where it is a path. Refusal for an address that is not to be fetched from. */
export function addressOf(place: string): URL | undefined {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(place)) return undefined;
  const url = URL.canParse(place) ? new URL(place) : undefined;
  if (url === undefined || !isSafe(url))
    throw new Refusal("The place of a tree is an address that is not fetched from.", {
      hint: "Use https, or http to this machine, or a path.",
    });
  return url;
}

/** Whether an address may be fetched from: encrypted, or on this machine. */
export function isSafe(url: URL): boolean {
  return url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK.test(url.hostname));
}

/** What may be said of an address: never its credentials, its query or the folders in it, which may hold a key. */
export function nameOf(url: URL): string {
  const file = url.pathname.split("/").at(-1);
  return file ? `${file} at ${url.host}` : url.host;
}
