import type { BallotView } from "../../actions/votes/describe-ballot.ts";
import { readTyped, type WrittenChoice } from "../../core/governance/ballots/written-choice.ts";
import { bare } from "../../core/sanitize.ts";
import type { Modal, ModalField, Seal } from "../command.ts";
import { limits } from "../limits.ts";
import type { Voted } from "./say-ballot.ts";

/** A number, with room for more digits than a split may have. */
const PART = 20;
const LINES = "lines";

/** The form to divide a vote: a field for each choice, or a line for each where there are more than a form has fields. */
export function splitForm({ vote, current }: BallotView, seal: Seal, again?: WrittenChoice): Modal {
  const given = partsOf(again ?? current?.choice);
  const { choices } = vote;
  return {
    id: again === undefined ? seal("split", vote.id) : seal("split", vote.id, "again"),
    title: "Divide your vote",
    fields: choices.length <= limits.modalFields ? fieldsOf(choices, given) : [lines(choices, given)],
  };
}

/** What was filled in, as `readChoice` understands it; what was left empty is left out. */
export function readSplitForm(
  { rulePack, choices }: Pick<Voted, "rulePack" | "choices">,
  fields: Readonly<Record<string, string>>,
): unknown {
  if (choices.length <= limits.modalFields)
    return choices.flatMap((_, index) => filled(index + 1, fields[String(index + 1)] ?? ""));
  return (fields[LINES] ?? "").split("\n").flatMap((line) => readLine(rulePack, choices, line.trim()));
}

function fieldsOf(choices: readonly string[], given: ReadonlyMap<number, string>): ModalField[] {
  return choices.map((name, index) => {
    const label = bare(name, limits.modalLabel) || `Choice ${index + 1}`;
    const full = bare(name, limits.modalDescription);
    return {
      id: String(index + 1),
      label,
      ...(full.length > label.length ? { description: full } : {}),
      style: "short",
      required: false,
      placeholder: index === 0 ? "60: any numbers do, only their proportions count" : "Nothing",
      maxLength: PART,
      value: given.get(index + 1) ?? "",
    };
  });
}

function lines(choices: readonly string[], given: ReadonlyMap<number, string>): ModalField {
  const value = choices.map((name, index) => `${headOf(name, index + 1)} ${given.get(index + 1) ?? ""}`.trimEnd());
  return {
    id: LINES,
    label: "One line per choice",
    description: "Write a number behind each you give something, or lines like “1: 60”. Only proportions count.",
    style: "paragraph",
    maxLength: limits.modalValue,
    value: value.join("\n"),
  };
}

/** How a prepared line begins. */
function headOf(name: string, place: number): string {
  return `${place}. ${bare(name, 100)}:`;
}

/** A prepared line with its number behind it, or whatever a member may type after `/vote`. */
function readLine(pack: Voted["rulePack"], choices: readonly string[], line: string): [number | string, string][] {
  const place = Number(/^(\d+)\. /.exec(line)?.[1]);
  const head = headOf(choices[place - 1] ?? "", place);
  if (line.startsWith(head)) return filled(place, line.slice(head.length));
  return line === "" ? [] : (readTyped(pack, choices, line) as [string, string][]);
}

function filled(place: number, text: string): [number, string][] {
  const part = text.trim().replace(/\s*%$/, "");
  return part === "" ? [] : [[place, part]];
}

/** A kept split's parts by place, as percentages where those are whole. */
function partsOf(written: WrittenChoice | undefined): Map<number, string> {
  if (typeof written !== "object" || Array.isArray(written)) return new Map();
  const parts = Object.entries(written).map(([place, part]) => [Number(place), BigInt(part)] as const);
  const whole = parts.reduce((sum, [, part]) => sum + part, 0n);
  const times = whole > 0n && 100n % whole === 0n ? 100n / whole : 1n;
  return new Map(parts.map(([place, part]) => [place, String(part * times)]));
}
