import { Refusal } from "../../../errors.ts";
import type { Contest } from "../decision.ts";
import { type Row, readAll, readList, readTime, requireRow } from "./rows.ts";

/** When a contest began and ends, what kept voters from it, and when delegations are looked at: unix seconds. */
export function readMoments(row: Row): Pick<Contest, "times" | "at"> {
  const [closesAt, opensAt, at] = ["closesAt", "opensAt", "at"].map((key) => readTime(row[key], key));
  const outages = readAll(readList(row["outages"], "outages"), (one, number) => {
    const [from, to] = ["from", "to"].map((key) =>
      readTime(requireRow(one, `outages row ${number}`)[key], `outages row ${number}: ${key}`),
    );
    if (from === undefined || to === undefined || to < from)
      throw new Refusal(`outages row ${number} does not say from when to when.`);
    return { from, to };
  });
  return {
    ...(closesAt === undefined ? {} : { times: { closesAt, outages, ...(opensAt === undefined ? {} : { opensAt }) } }),
    ...(at === undefined ? {} : { at }),
  };
}
