import { sayChoice, type WrittenChoice } from "../../core/governance/ballots/written-choice.ts";
import { bare } from "../../core/sanitize.ts";
import type { Modal } from "../command.ts";
import { limits } from "../limits.ts";
import type { Voted } from "./say-ballot.ts";

/** Longest reason taken, in characters. */
export const LONGEST_REASON = 1_000;

type Parts = { id: string; title: string; vote: Voted; choice: WrittenChoice; reason?: string | null | undefined };

/** The form for a ballot's reason, with the one it has. */
export function reasonForm({ id, title, vote, choice, reason }: Parts): Modal {
  const { rulePack, choices } = vote;
  return {
    id,
    title,
    fields: [
      {
        id: "reason",
        label: "Reason",
        description: bare(`Your ballot: ${sayChoice(rulePack, choices, choice)}`, limits.modalDescription),
        style: "paragraph",
        required: false,
        maxLength: LONGEST_REASON,
        value: reason ?? "",
      },
    ],
  };
}

/** The reason that was written; undefined where none was. */
export function readReason(fields: Readonly<Record<string, string>>): string | undefined {
  return fields["reason"]?.trim() || undefined;
}
