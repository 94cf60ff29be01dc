import { getAddress, type Hex, hexToBytes, isAddress, stringToHex } from "viem";
import { Refusal } from "../../errors.ts";

/** Values that are no quantities: they have no size, so that nothing bounds or compares them. */
export type WordCodec =
  | { type: "boolean" }
  | { type: "address" }
  /** A number that stands for a word; `names` has the word of each number. */
  | { type: "enum"; names: Readonly<Record<string, string>> }
  /** 32 bytes: as hexadecimal digits, or as a text of at most 32 bytes with zeros after it. */
  | { type: "bytes32"; as: "hex" | "text" }
  | { type: "text" };

const TRUTHS: Readonly<Record<string, string>> = {
  on: "true",
  true: "true",
  yes: "true",
  off: "false",
  false: "false",
  no: "false",
};

/** What no card shows as it is: who votes on a text must see all of it. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Longest text that a setter is given, in characters. */
const LONGEST_TEXT = 500;

/** The chain's raw value for what a member typed; Refusal that says what is accepted. */
export function parseWord(codec: WordCodec, text: string): string {
  const typed = text.replace(/\s+/g, " ").trim();
  switch (codec.type) {
    case "boolean":
      return parseBoolean(typed);
    case "address":
      return parseAddress(typed);
    case "enum":
      return parseEnum(codec, typed);
    case "bytes32":
      return parseBytes(codec, text.trim());
    case "text":
      return parseText(text.trim());
  }
}

/** The value as members read it: `on`, an address, `slow`, `“north”`. `parseWord` reads it back, apart from a number without a name. */
export function formatWord(codec: WordCodec, raw: string): string {
  if (codec.type === "boolean") return raw === "true" ? "on" : "off";
  if (codec.type === "enum") return nameOf(codec.names, raw) ?? `${raw} (without a name)`;
  if (codec.type === "bytes32") return codec.as === "text" ? formatBytes(raw as Hex) : raw;
  return codec.type === "text" ? quoted(raw) : raw;
}

/** What members may type, in one sentence. */
export function acceptedWord(codec: WordCodec): string {
  if (codec.type === "boolean") return "Write `on` or `off`.";
  if (codec.type === "address") return "Write a full address: 0x and 40 hexadecimal digits.";
  if (codec.type === "enum") {
    const names = Object.values(codec.names).map((name) => `\`${name}\``);
    return `Write one of ${names.join(", ")}.`;
  }
  if (codec.type === "text") return `Write a text of at most ${LONGEST_TEXT} characters.`;
  const hex = "0x and 64 hexadecimal digits";
  return codec.as === "text" ? `Write a text of at most 32 bytes, or ${hex}.` : `Write ${hex}.`;
}

function parseBoolean(text: string): string {
  const truth = Object.hasOwn(TRUTHS, text.toLowerCase()) ? TRUTHS[text.toLowerCase()] : undefined;
  if (truth !== undefined) return truth;
  throw new Refusal("This is a switch.", { hint: acceptedWord({ type: "boolean" }) });
}

function parseAddress(text: string): string {
  if (!isAddress(text, { strict: false }))
    throw new Refusal("This is not an address.", { hint: acceptedWord({ type: "address" }) });
  // Mixed case carries a checksum, and a wrong one is a typing error that would send power or money to nobody.
  if (/[a-f]/.test(text.slice(2)) && /[A-F]/.test(text.slice(2)) && !isAddress(text)) {
    throw new Refusal("The checksum of this address is wrong.", { hint: "Copy it again, whole." });
  }
  return getAddress(text);
}

/** By name, or by the number of one that has a name: nobody can mean a number that stands for nothing. */
function parseEnum(codec: WordCodec & { type: "enum" }, text: string): string {
  const found = Object.entries(codec.names).find(
    ([raw, name]) => raw === text || name.toLowerCase() === text.toLowerCase(),
  );
  if (found) return found[0];
  throw new Refusal("There is no such choice.", { hint: acceptedWord(codec) });
}

function parseBytes(codec: WordCodec & { type: "bytes32" }, text: string): string {
  if (/^0x[0-9a-fA-F]{64}$/.test(text)) return text.toLowerCase();
  if (codec.as === "hex" || /^0x/i.test(text))
    throw new Refusal("These are not 32 bytes.", { hint: acceptedWord(codec) });
  const bare = unquoted(text);
  checkSeen(bare);
  if (bare === "" || Buffer.byteLength(bare) > 32)
    throw new Refusal("This text does not fit into 32 bytes.", { hint: acceptedWord(codec) });
  return stringToHex(bare, { size: 32 });
}

/** As hexadecimal digits where the bytes are no text that would be read back as the same bytes. */
function formatBytes(raw: Hex): string {
  const bytes = hexToBytes(raw);
  const end = bytes.findLastIndex((byte) => byte !== 0) + 1;
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, end));
    return text === "" || UNSEEN.test(text) ? raw : quoted(text);
  } catch {
    return raw;
  }
}

function parseText(text: string): string {
  const bare = unquoted(text);
  checkSeen(bare);
  if (bare.length <= LONGEST_TEXT) return bare;
  throw new Refusal("This text is too long.", { hint: acceptedWord({ type: "text" }) });
}

function checkSeen(text: string): void {
  if (UNSEEN.test(text)) throw new Refusal("This text has characters that cannot be seen.", { hint: "Type it anew." });
}

/** In quotation marks, so that an empty text and spaces at its ends can be seen. */
function quoted(text: string): string {
  return `“${text}”`;
}

function unquoted(text: string): string {
  return /^“[\s\S]*”$/.test(text) || /^"[\s\S]*"$/.test(text) ? text.slice(1, -1) : text;
}

function nameOf(names: Readonly<Record<string, string>>, raw: string): string | undefined {
  return Object.hasOwn(names, raw) ? names[raw] : undefined;
}
