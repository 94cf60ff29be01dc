import { type Bundle, ownEvents } from "./bundle.ts";

/** The vote's end as its events moved it. */
export function endOf(bundle: Bundle): number {
  const moved = ownEvents(bundle).findLast(({ kind }) => kind === "end-moved");
  return moved === undefined ? bundle.proposal.closesAt : Number(moved.body["closesAt"]);
}
