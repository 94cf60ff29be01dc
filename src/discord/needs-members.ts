import type { Config } from "../config/schema.ts";

/** Whether some electorate is frozen by listing who carries its roles, for which Discord asks a privilege. */
export function needsMembers({ electorates }: Pick<Config, "electorates">): boolean {
  return Object.values(electorates).some(
    (electorate) => electorate.kind === "role" && "listed" in electorate && electorate.listed === true,
  );
}
