import { expect } from "vitest";
import type { Json } from "../../sandbox/discord/json.ts";
import { componentsV2Problems, unreferencedFileProblems } from "../../sandbox/discord/rules/components-v2.ts";
import { specProblems } from "../../sandbox/discord/rules/spec.ts";
import type { OutgoingMessage } from "../../src/app.ts";

/** Holds a message against Discord's specification and the limits it leaves out. */
export function expectAccepted({ body, files }: OutgoingMessage): void {
  const names = files.map(({ name }) => name);
  const problems = [
    ...specProblems("createMessage", body),
    ...componentsV2Problems(body),
    ...unreferencedFileProblems(body["components"], names),
  ];
  expect(problems).toEqual([]);
  expect(texts(body["components"]).join("").length).toBeLessThanOrEqual(4_000);
}

/** All text of a message's components, in reading order. */
export function texts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(texts);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value as Json).flatMap(([key, inner]) => (key === "content" ? [String(inner)] : texts(inner)));
}

/** The same as one text, a line per line. */
export function shownText(message: OutgoingMessage): string {
  return texts(message.body["components"]).join("\n");
}
