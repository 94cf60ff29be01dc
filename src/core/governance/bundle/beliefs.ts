import type { Bundle } from "./bundle.ts";

/** What no file can prove, in sentences, and where each can be looked up. */
export function listBeliefs(bundle: Bundle, knowsRoot: boolean): string[] {
  const skipped = bundle.events.filter((event) => "digest" in event).length;
  return [
    ...(knowsRoot ? [] : ["That this is the bundle that was posted: compare the root with the closing post's."]),
    "That each member cast their ballots, and when: Discord says so; nobody signed them.",
    "That no ballot was kept from being recorded: each voter finds theirs by the code of its receipt, which begins its event's hash.",
    ...(skipped === 0
      ? []
      : [
          `That none of the ${skipped} events of other matters in between is about this vote; the file holds only their digests.`,
        ]),
    ...weightBeliefs(bundle),
    "That the ids predicted and the values before are right: they were read from the chain when the vote opened.",
  ];
}

function weightBeliefs({ proposal: { electorate } }: Bundle): string[] {
  const { source, snapshot } = electorate;
  if (source.kind === "role") return ["That each voter carried the role when voting: Discord says so."];
  const at = snapshot === undefined ? "" : ` at block ${snapshot.block} (${snapshot.hash}) of chain ${snapshot.chain}`;
  const timepoint = snapshot === undefined ? "" : `, ${snapshot.timepoint}`;
  return [
    `That the weights and their total are right: Steward's RPC providers gave them${at}. Anybody can read them again: getPastVotes(voter${timepoint}) of ${source.token}.`,
    "That each wallet is its member's: Steward keeps the signed link; it is not in the file.",
  ];
}
