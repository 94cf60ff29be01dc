import { BotError, Refusal } from "../errors.ts";

/** What the machine or SQLite says of a data folder that cannot be used, and what to do about it. */
const reasons: readonly (readonly [code: RegExp, why: string, hint: string])[] = [
  [
    /^SQLITE_(NOTADB|CORRUPT)/,
    "holds a damaged database. Nothing was changed.",
    "Put the folder aside as it is, and bring a backup back: npx steward restore <file>.",
  ],
  [
    /^(EACCES|EPERM|EROFS|SQLITE_READONLY|SQLITE_CANTOPEN)/,
    "cannot be written to.",
    "Give it to the user that Steward runs as, or name another folder in STEWARD_DATA.",
  ],
  [/^(EEXIST|ENOTDIR)/, "is not a folder.", "Name a folder in STEWARD_DATA; it is made where it is missing."],
  [/^ENOENT/, "cannot be made.", "Name another folder in STEWARD_DATA."],
  [/^(ENOSPC|SQLITE_FULL)/, "is on a disk that is full.", "Make room on it, then start Steward again."],
];

/** Puts a start's failure into a sentence where its cause lies in the data folder; any other stays as it is. */
export function explainFailure(error: unknown, folder: string): unknown {
  if (error instanceof BotError) return error;
  const code = String((error as { code?: unknown } | null)?.code ?? "");
  const reason = reasons.find(([pattern]) => pattern.test(code));
  if (reason === undefined) return error;
  const [, why, hint] = reason;
  return new Refusal(`The data folder ${folder} ${why}`, { hint, context: { code } });
}
