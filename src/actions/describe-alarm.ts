import { findOutboxById } from "../../db/outbox.ts";
import type { App, Refs } from "../app.ts";
import { Refusal } from "../errors.ts";

/** Something that is wrong and needs a person, in words. */
export type AlarmView = { title: string; lines: readonly string[] };

/** What an alarm is about, from the row it names. */
export function describeAlarm(app: App, refs: Refs): AlarmView {
  const row = findOutboxById(app.db, Number(refs["outbox"]));
  if (row === undefined) throw new Refusal("The message this alarm was about is not there.");
  return {
    title: "A message could not be posted",
    lines: [
      `It is "${row.key}", for ${row.destination}.`,
      row.trouble ?? "Discord refused it.",
      "A maintainer has to give Steward the permissions it lacks, or name another channel in its config.",
    ],
  };
}
