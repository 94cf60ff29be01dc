import { asRecord, asString, type Json } from "../json.ts";
import { problem } from "../rules/problem.ts";
import { type BodyName, specProblems } from "../rules/spec.ts";
import { refused } from "./errors.ts";

const AUTO_ARCHIVE_MINUTES = [60, 1440, 4320, 10080];

/** A body about a thread, after the specification has been asked. */
export function checkedThread(schema: BodyName, body: unknown): Json {
  const problems = specProblems(schema, body);
  if (problems.length > 0) throw refused.form(problems);
  return asRecord(body);
}

/** The name and the time until it is put away that a new thread's body asks for. */
export function named(body: Json): { name: string; autoArchiveMinutes: number } {
  const minutes = typeof body.auto_archive_duration === "number" ? body.auto_archive_duration : 1440;
  const name = asString(body.name)?.trim() ?? "";
  if (name === "") throw refused.form([problem(["name"], "BASE_TYPE_REQUIRED", "This field is required")]);
  if (!AUTO_ARCHIVE_MINUTES.includes(minutes)) {
    const message = `Value must be one of ${AUTO_ARCHIVE_MINUTES.join(", ")}.`;
    throw refused.form([problem(["auto_archive_duration"], "BASE_TYPE_CHOICES", message)]);
  }
  return { name, autoArchiveMinutes: minutes };
}
