import { type AbiFunction, type AbiParameter, getAddress, isAddress, isHex, size } from "viem";
import { Refusal } from "../../errors.ts";

/**
 * A call's arguments from text, separated by commas; lists and structs in brackets, text in double quotes: `0xabc…, 5, [1, 2], "a, b"`.
 * Exact, or a Refusal that names the argument and what it takes.
 */
export function readArguments(abi: AbiFunction, text: string): unknown[] {
  const parts = splitTop(text);
  if (parts.length !== abi.inputs.length)
    throw new Refusal(`${abi.name} takes ${abi.inputs.length} arguments, not ${parts.length}.`, {
      hint: "Separate them with commas; put lists and structs in brackets: `0xabc…, 5, [1, 2]`.",
    });
  return abi.inputs.map((input, index) => readOne(input, parts[index] ?? "", nameOf(input, index)));
}

/** Arguments as text, one each, in the form that `readArguments` reads. */
export function writeArguments(args: readonly unknown[]): string[] {
  return args.map(writeOne);
}

function writeOne(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(writeOne).join(", ")}]`;
  return typeof value === "string" && !isHex(value) ? JSON.stringify(value) : String(value);
}

function readOne(input: AbiParameter, text: string, name: string): unknown {
  const list = /^(.*)\[(\d*)\]$/.exec(input.type);
  if (list) return readList(input, { type: list[1] ?? "", length: list[2] ?? "" }, text, name);
  if (input.type === "tuple") return readTuple(input, text, name);
  const wrong = (takes: string) => new Refusal(`${name} is “${text.slice(0, 60)}”, which is no ${takes}.`);
  const [, unsigned, bits] = /^(u?)int(\d*)$/.exec(input.type) ?? [];
  if (bits !== undefined) {
    if (!/^-?\d+$/.test(text)) throw wrong("whole number");
    const value = BigInt(text);
    const width = BigInt(bits || 256);
    const [least, most] = unsigned ? [0n, 2n ** width - 1n] : [-(2n ** (width - 1n)), 2n ** (width - 1n) - 1n];
    if (value < least || value > most) throw wrong(input.type);
    return value;
  }
  if (input.type === "address") {
    if (!isAddress(text, { strict: false })) throw wrong("full address");
    if (/[A-F]/.test(text.slice(2)) && /[a-f]/.test(text.slice(2)) && !isAddress(text))
      throw new Refusal(`${name} has a wrong checksum: copy the address again.`);
    return getAddress(text);
  }
  if (input.type === "bool") {
    if (text !== "true" && text !== "false") throw wrong("`true` or `false`");
    return text === "true";
  }
  if (input.type === "string") return /^".*"$/s.test(text) ? readText(text, name) : text;
  const fixed = /^bytes(\d*)$/.exec(input.type);
  if (fixed === null) throw new Refusal(`${name} has the type ${input.type}, which Steward cannot read.`);
  const isRight = isHex(text) && text.length % 2 === 0 && (fixed[1] === "" || size(text) === Number(fixed[1]));
  if (!isRight) throw wrong(fixed[1] === "" ? "bytes in hexadecimal" : `${fixed[1]} bytes in hexadecimal`);
  return text;
}

function readList(input: AbiParameter, { type, length }: { type: string; length: string }, text: string, name: string) {
  const parts = splitTop(unwrap(text, name));
  if (length !== "" && parts.length !== Number(length)) throw new Refusal(`${name} takes ${length} entries.`);
  return parts.map((part, index) => readOne({ ...input, type } as AbiParameter, part, `${name}[${index}]`));
}

/** By place: a field of a struct need not have a name. */
function readTuple(input: AbiParameter, text: string, name: string): unknown[] {
  const components = "components" in input ? input.components : [];
  const parts = splitTop(unwrap(text, name));
  if (parts.length !== components.length) throw new Refusal(`${name} takes ${components.length} fields in brackets.`);
  return components.map((component, index) =>
    readOne(component, parts[index] ?? "", `${name}.${nameOf(component, index)}`),
  );
}

function readText(text: string, name: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    throw new Refusal(`${name} is not text in double quotes.`);
  }
}

function unwrap(text: string, name: string): string {
  if (/^\[.*\]$/s.test(text)) return text.slice(1, -1);
  throw new Refusal(`${name} is a list or a struct: put it in brackets, \`[1, 2]\`.`);
}

/** Splits at commas that stand in no bracket and no quotes. */
function splitTop(text: string): string[] {
  const parts: string[] = [];
  let [depth, part, isQuoted, isEscaped] = [0, "", false, false];
  for (const letter of text) {
    if (letter === '"' && !isEscaped) isQuoted = !isQuoted;
    isEscaped = isQuoted && letter === "\\" && !isEscaped;
    if (!isQuoted && letter === "[") depth += 1;
    if (!isQuoted && letter === "]") depth -= 1;
    if (depth < 0) throw new Refusal("There is a bracket too many.");
    if (letter === "," && depth === 0 && !isQuoted) {
      parts.push(part.trim());
      part = "";
    } else part += letter;
  }
  if (depth !== 0 || isQuoted) throw new Refusal("A bracket or a quotation mark is not closed.");
  const last = part.trim();
  return last === "" && parts.length === 0 ? [] : [...parts, last];
}

function nameOf({ name, type }: AbiParameter, index: number): string {
  return name ? name : `argument ${index + 1} (${type})`;
}
