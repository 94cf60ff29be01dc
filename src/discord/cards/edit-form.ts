import { requireContent, requireProposal } from "../../actions/find-proposal.ts";
import type { Edit } from "../../actions/write-content.ts";
import type { App } from "../../app.ts";
import { Refusal } from "../../errors.ts";
import type { ModalReply, Seal } from "../command.ts";

/** The form to edit a proposal with, filled with what it says now. */
export function editForm(app: App, id: number, member: string, seal: Seal): ModalReply {
  const { author } = requireProposal(app, id);
  if (author !== member) throw new Refusal(`Proposal #${id} is not yours to edit.`);
  const { title, body, choices, change } = requireContent(app, id);
  const reason = {
    id: "reason",
    label: "Reason",
    style: "paragraph" as const,
    required: false,
    maxLength: 2_000,
    value: body,
  };
  const about =
    change === undefined
      ? [
          { id: "question", label: "Question", style: "short" as const, maxLength: 100, value: title },
          ...(choices.length === 0
            ? []
            : [
                {
                  id: "choices",
                  label: "Choices",
                  description: "One a line",
                  style: "paragraph" as const,
                  maxLength: 2_100,
                  value: choices.join("\n"),
                },
              ]),
        ]
      : [
          {
            id: "value",
            label: "New value",
            description: "With its unit, as in /propose",
            style: "short" as const,
            maxLength: 100,
            value: change.value,
          },
        ];
  return { modal: { id: seal("edit-proposal", id), title: `Edit proposal #${id}`, fields: [...about, reason] } };
}

/** What the form says: fields that it did not have stay as they were. */
export function readEdit(fields: Readonly<Record<string, string>>): Edit {
  const { value, question, choices, reason } = fields;
  return { value, question, reason, choices: choices?.split("\n") };
}
