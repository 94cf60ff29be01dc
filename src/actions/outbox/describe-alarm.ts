import { findOutboxById } from "../../../db/outbox.ts";
import type { App, Refs } from "../../app.ts";
import { Refusal } from "../../errors.ts";
import { nameChain } from "../name-chain.ts";

/** Something that is wrong and needs a person, in words. */
export type AlarmView = { title: string; lines: readonly string[] };

/** What an alarm is about, from the row it names. */
export function describeAlarm(app: App, refs: Refs): AlarmView {
  if (refs["halted"] !== undefined) return describeHalt(app, refs);
  const row = findOutboxById(app.db, Number(refs["outbox"]));
  if (row === undefined) throw new Refusal("The message this alarm was about is not there.");
  return {
    title: row.state === "posted" ? "A message stays out of date" : "A message could not be posted",
    lines: [
      `It is "${row.key}", for ${row.destination}.`,
      row.trouble ?? "Discord refused it.",
      "A maintainer has to give Steward the permissions it lacks, or name another channel in its config.",
    ],
  };
}

function describeHalt(app: App, { halted, chain, block }: Refs): AlarmView {
  return {
    title: `${nameChain(app, chain)} replaced a final block`,
    lines: [
      `Steward relied on block ${block}, and the chain now has another one there. "${halted}" noticed it first.`,
      "Nothing that stands on that block is read any further; what was booked stays as it is.",
      "A maintainer has to find out why: a broken node, another chain behind the same URL, or a real reorganisation.",
    ],
  };
}
