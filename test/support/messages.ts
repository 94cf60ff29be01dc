import { expect } from "vitest";
import type { OutgoingMessage } from "../../src/app.ts";
import { limits } from "../../src/discord/limits.ts";
import { carriesMarker } from "../../src/discord/marker.ts";

/** All text of a message's components, however deep, in reading order. */
export function words(value: unknown): string {
  if (Array.isArray(value)) return value.map(words).filter(Boolean).join("\n");
  if (typeof value !== "object" || value === null || Buffer.isBuffer(value)) return "";
  return Object.entries(value)
    .map(([key, inner]) => (key === "content" ? String(inner) : words(inner)))
    .filter(Boolean)
    .join("\n");
}

/** Expects of a message what Discord does: its lengths, its marker, and that it shows all of its files and no others. */
export function expectSendable({ body, files }: OutgoingMessage, marker: string): void {
  expect(words(body["components"]).length).toBeLessThanOrEqual(limits.text);
  expect(parts(body["components"]).length).toBeLessThanOrEqual(limits.components);
  expect(carriesMarker(body, marker)).toBe(true);
  const named = [...JSON.stringify(body).matchAll(/attachment:\/\/([\w.-]+)/g)].map(([, name]) => name);
  expect(named.sort()).toEqual(files.map(({ name }) => name).sort());
}

function parts(value: unknown): { type?: number }[] {
  if (Array.isArray(value)) return value.flatMap(parts);
  if (typeof value !== "object" || value === null) return [];
  const own = "type" in value ? [value as { type: number }] : [];
  return [...own, ...Object.values(value).flatMap(parts)];
}
