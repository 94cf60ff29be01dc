import { createHash, timingSafeEqual } from "node:crypto";
import { limits } from "./limits.ts";

const VERSION = "v1";

/** Whose the id is: anybody's on a card, or the one member's it was made for. */
export type SealScope = { server: string; member: string | undefined };

type Sign = (text: string) => string;

/** What a custom id turned out to be. A `foreign` one was not made by Steward, or not for this member. */
export type OpenedId = { kind: string; args: readonly string[] } | "outdated" | "foreign";

/** Makes the custom id of a button, select or form: only ids, never amounts or authority, and a signature over them. */
export function sealId(sign: Sign, scope: SealScope, kind: string, args: readonly (string | number)[]): string {
  const parts = [VERSION, kind, ...args.map(String)];
  if (parts.some((part) => part === "" || part.includes(":")))
    throw new Error(`A part of a custom id is empty or has a colon: ${parts.join(" ")}`);
  const id = [...parts, mac(sign, scope, parts)].join(":");
  if (id.length > limits.customId) throw new Error(`Custom id of kind ${kind} is ${id.length} characters long`);
  return id;
}

/** Names the kind of a custom id without believing it; undefined when it is of another version. */
export function kindOf(id: string): string | undefined {
  const [version, kind] = id.split(":");
  return version === VERSION ? kind : undefined;
}

/** Takes a custom id apart if Steward made it in this scope. */
export function openId(sign: Sign, scope: SealScope, id: string): OpenedId {
  const parts = id.split(":");
  if (parts[0] !== VERSION) return "outdated";
  const given = parts.pop() ?? "";
  const [, kind, ...args] = parts;
  if (kind === undefined || !equal(given, mac(sign, scope, parts))) return "foreign";
  return { kind, args };
}

function mac(sign: Sign, scope: SealScope, parts: readonly string[]): string {
  return sign(["custom-id", scope.server, scope.member ?? "anyone", ...parts].join(":")).slice(0, 24);
}

/** Digests first, so that neither the length nor the first difference shows in the time it takes. */
function equal(one: string, other: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
