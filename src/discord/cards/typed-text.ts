import type { OutgoingFile } from "../../app.ts";
import { code } from "../../core/sanitize.ts";
import type { Modal } from "../command.ts";
import { download, text } from "../components.ts";

/** Characters of JSON that a card has room for beside its own words. */
const SHOWN = 2_400;

/** Characters that show as nothing, turn a text around, or end a block of code. */
const UNSEEN = /[`\p{Cf}\p{Co}\p{DI}\u2028\u2029\u2800]/gu;

/** A typed text on a card: in a block where it is short, else as a file; and how to sign it in a terminal. */
export type TypedTextParts = {
  part: ReturnType<typeof download> | ReturnType<typeof text>;
  files: readonly OutgoingFile[];
  where: string;
  terminal: string;
};

/** Shows a typed text with nothing hidden in it. */
export function typedTextParts(json: string, name: string, description: string): TypedTextParts {
  const shown = seen(json);
  const isLong = shown.length > SHOWN;
  return {
    part: isLong ? download(name) : text(`\`\`\`json\n${shown}\n\`\`\``),
    files: isLong ? [{ name, data: Buffer.from(shown), description }] : [],
    where: isLong ? "what is in the file" : "this",
    terminal: `-# In a terminal: ${code(`cast wallet sign --data --from-file ${name}`)} with that text in the file.`,
  };
}

/** The form that a signature is pasted into. */
export function signatureForm(id: string): Modal {
  return {
    id,
    title: "Paste the signature",
    fields: [
      {
        id: "signature",
        label: "Signature",
        description: "What your wallet gave you: 0x and 130 characters",
        style: "paragraph",
        placeholder: "0x…",
        maxLength: 400,
      },
    ],
  };
}

function seen(json: string): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return json.replace(UNSEEN, (character) => character.split("").map(escaped).join(""));
}
