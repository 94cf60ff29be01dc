import { BotError } from "./errors.ts";

const HIDDEN = "[secret]";
const MAX_DEPTH = 6;
const MAX_TEXT = 4_000;

/** What secrets look like even when nobody told us about them. */
const PATTERNS: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  // Credentials in a URL.
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@:]+:[^\s/@]+@/gi, `$1${HIDDEN}@`],
  // Tokens of webhooks and interactions, as Discord's paths carry them.
  [/(\/webhooks\/\d{17,20}\/)[\w.-]{20,}/g, `$1${HIDDEN}`],
  [/(\/interactions\/\d{17,20}\/)[\w.-]{20,}/g, `$1${HIDDEN}`],
  // Bot tokens: an id, a time and a signature.
  [/\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}/g, HIDDEN],
  [/\b(Bot|Bearer) [\w.-]{20,}/g, `$1 ${HIDDEN}`],
  // Keys in the path or the query of a provider's URL.
  [/(\/v[1-9]\/)[\w-]{16,}/g, `$1${HIDDEN}`],
  [/([?&](?:api[-_]?key|key|token|secret)=)[^\s&"']+/gi, `$1${HIDDEN}`],
];

/** 32 bytes in an error's text may be a private key; elsewhere they are hashes, which the log needs. */
const KEY_IN_ERROR = /\b(?:0x)?[0-9a-fA-F]{64}\b/g;

/** Makes a function that returns a value without the secrets given, and without anything that looks like one. */
export function createScrubber(secrets: readonly string[]): (value: unknown) => unknown {
  const loaded = [...new Set(secrets.flatMap(partsOf))].sort((a, b) => b.length - a.length);
  const text = (value: string, isError: boolean): string => {
    let clean = value;
    for (const secret of loaded) clean = clean.replaceAll(secret, HIDDEN);
    for (const [pattern, replacement] of PATTERNS) clean = clean.replace(pattern, replacement);
    if (isError) clean = clean.replace(KEY_IN_ERROR, HIDDEN);
    return clean.length > MAX_TEXT ? `${clean.slice(0, MAX_TEXT)}… (${clean.length} characters)` : clean;
  };
  const walk = (value: unknown, depth: number, isError: boolean): unknown => {
    if (typeof value === "string") return text(value, isError);
    if (typeof value === "bigint") return value.toString();
    if (typeof value !== "object" || value === null) return typeof value === "function" ? "[function]" : value;
    if (depth >= MAX_DEPTH) return "[too deep]";
    if (value instanceof Error) return walk(factsOf(value), depth, true);
    if (Array.isArray(value)) return value.slice(0, 100).map((inner) => walk(inner, depth + 1, isError));
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [text(key, isError), walk(inner, depth + 1, isError)]),
    );
  };
  return (value) => walk(value, 0, false);
}

/** What of an error is worth a line. Libraries hang whole requests and ABIs on theirs. */
function factsOf(error: Error): Record<string, unknown> {
  const { shortMessage, details, code } = error as Error & Record<"shortMessage" | "details" | "code", unknown>;
  return {
    name: error.name,
    message: typeof shortMessage === "string" ? shortMessage : error.message,
    ...(typeof details === "string" ? { details } : {}),
    ...(code === undefined ? {} : { code }),
    ...(error instanceof BotError && Object.keys(error.context).length > 0 ? { context: error.context } : {}),
    ...(error.cause === undefined ? {} : { cause: error.cause }),
    stack: framesOf(error),
  };
}

/** The frames without the message, which stands above them already. */
function framesOf(error: Error): string | undefined {
  return error.stack
    ?.split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
    .join("\n");
}

/** A secret and, where it is a URL, the parts of it that are secret on their own: errors often name only those. */
function partsOf(secret: string): string[] {
  if (!URL.canParse(secret)) return secret.length < 4 ? [] : [secret];
  const { username, password, pathname, search, hostname } = new URL(secret);
  const isLocal = /^(localhost|127\.|\[::1\])/.test(hostname);
  const segments = pathname.split("/").filter((part) => part.length >= 16);
  const values = [...new URLSearchParams(search).values()].filter((part) => part.length >= 8);
  return [
    ...(isLocal && pathname === "/" && search === "" ? [] : [secret]),
    username,
    password,
    ...segments,
    ...values,
  ].filter((part) => part.length >= 4);
}
