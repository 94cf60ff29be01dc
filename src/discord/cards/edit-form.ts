import { requireContent, requireProposal } from "../../actions/proposals/find-proposal.ts";
import type { Edit } from "../../actions/proposals/write-content.ts";
import type { App } from "../../app.ts";
import { type Ask, readAsks, writeAsk } from "../../core/governance/ask.ts";
import { Refusal } from "../../errors.ts";
import type { ModalField, ModalReply, Seal } from "../command.ts";

/** The form to edit a proposal with, filled with what it says now. */
export function editForm(app: App, id: number, member: string, seal: Seal): ModalReply {
  const { author } = requireProposal(app, id);
  if (author !== member) throw new Refusal(`Proposal #${id} is not yours to edit.`);
  const { title, body, choices, asks } = requireContent(app, id);
  const reason = {
    id: "reason",
    label: "Reason",
    style: "paragraph" as const,
    required: false,
    maxLength: 2_000,
    value: body,
  };
  return {
    modal: {
      id: seal("edit-proposal", id),
      title: `Edit proposal #${id}`,
      fields: [...(asks.length === 0 ? pollFields(title, choices) : [askField(asks)]), reason],
    },
  };
}

/** One value for one parameter; else all that is asked for, one a line, so that lines can be changed, added and taken out. */
function askField(asks: readonly Ask[]): ModalField {
  const [only] = asks;
  if (asks.length === 1 && only?.kind === "parameter")
    return {
      id: "value",
      label: "New value",
      description: "With its unit, as in /propose",
      style: "short",
      maxLength: 100,
      value: only.value,
    };
  return {
    id: "asks",
    label: "What it asks for",
    description: "One thing a line: operator-fee = 12 %, transfer 500 helio to 0x…, call 0x… setFee(uint256) with 5",
    style: "paragraph",
    maxLength: 3_900,
    value: asks.map(writeAsk).join("\n"),
  };
}

function pollFields(title: string, choices: readonly string[]): ModalField[] {
  return [
    { id: "question", label: "Question", style: "short", maxLength: 100, value: title },
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
  ];
}

/** What the form says: fields that it did not have stay as they were. */
export function readEdit(app: App, id: number, fields: Readonly<Record<string, string>>): Edit {
  const { value, asks, question, choices, reason } = fields;
  return { asks: readAskField(app, id, { value, asks }), question, reason, choices: choices?.split("\n") };
}

function readAskField(app: App, id: number, { value, asks }: { value: string | undefined; asks: string | undefined }) {
  if (asks !== undefined) return readAsks(asks);
  const [only] = requireContent(app, id).asks;
  return value === undefined || only?.kind !== "parameter" ? undefined : [{ ...only, value }];
}
