import { ComponentType } from "discord.js";
import type { Component } from "./components.ts";
import { limits } from "./limits.ts";

/** Shorter lines are never cut: weights, hashes, times, the marker. */
const SHORT = 120;

/** Stands where lines were left out. */
const MORE = "-# …";

/**
 * The same components with no more text than a message takes: what is longest gives way first, cut to one length that fits. Where
 * so many lines are short that this is not enough, last lines of the longest part go, but for the very last one, the marker.
 */
export function fitText(components: readonly Component[]): readonly Component[] {
  const texts: string[] = [];
  mapTexts(components, (text) => {
    texts.push(text);
    return text;
  });
  if (lengthOf(texts) <= limits.text) return components;
  const fitting = dropLines(cutLines(texts));
  return mapTexts(components, () => fitting.shift() ?? "");
}

function lengthOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0);
}

/** Every text of the components in reading order, changed. */
function mapTexts<T>(value: T, change: (text: string) => string): T {
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, change)) as T;
  if (typeof value !== "object" || value === null) return value;
  const isText = "type" in value && value.type === ComponentType.TextDisplay;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => [
    key,
    isText && key === "content" ? change(String(inner)) : mapTexts(inner, change),
  ]);
  return Object.fromEntries(entries) as T;
}

function cutLines(texts: readonly string[]): string[] {
  const cutTo = (most: number) =>
    texts.map((text) =>
      text
        .split("\n")
        .map((line) => cutLine(line, most))
        .join("\n"),
    );
  let most = Math.max(...texts.flatMap((text) => text.split("\n")).map(({ length }) => length));
  while (most > SHORT && lengthOf(cutTo(most)) > limits.text) most = Math.max(SHORT, Math.floor(most * 0.95));
  return cutTo(most);
}

/** Cut so that no escape, code, mention or bold begins in it that does not end in it. */
function cutLine(line: string, most: number): string {
  if (line.length <= most) return line;
  let kept = "";
  for (const token of line.match(/\\.|`[^`]*`|<[^>]*>|\*\*|./gsu) ?? []) {
    if (kept.length + token.length > most - "**…".length) break;
    kept += token;
  }
  const isBold = (kept.replace(/\\.|`[^`]*`/gsu, "").split("**").length - 1) % 2 === 1;
  return `${kept.trimEnd()}…${isBold ? "**" : ""}`;
}

function dropLines(texts: readonly string[]): string[] {
  const parts = texts.map((text) => text.split("\n"));
  const joined = () => parts.map((lines) => lines.join("\n"));
  while (lengthOf(joined()) > limits.text) {
    const sizes = joined().map(({ length }) => length);
    const longest = sizes.indexOf(Math.max(...sizes));
    const lines = parts[longest] ?? [];
    const last = lines.length - (longest === parts.length - 1 ? 2 : 1);
    const isCut = lines[last] === MORE;
    // What begins a part says what it is about.
    if (last < (isCut ? 2 : 1)) break;
    if (isCut) lines.splice(last - 1, 1);
    else lines[last] = MORE;
  }
  return joined();
}
