import { lookUp } from "../electorate/look-up.ts";
import type { WalletSource } from "../electorate/source.ts";
import { type Bundle, ownEvents } from "./bundle.ts";

type Electorate = Bundle["proposal"]["electorate"];

/** What no file can prove, in sentences, and where each can be looked up. */
export function listBeliefs(bundle: Bundle, knowsRoot: boolean): string[] {
  const skipped = bundle.events.filter((event) => "digest" in event).length;
  const away = ownEvents(bundle).some(({ kind }) => kind === "outage-noted");
  const unsigned = bundle.ballots.filter(({ grade }) => grade === "discord").length;
  return [
    ...(knowsRoot ? [] : ["That this is the bundle that was posted: compare the root with the closing post's."]),
    ...(unsigned === 0
      ? []
      : [
          unsigned === bundle.ballots.length
            ? "That each member cast their ballots, and when: Discord says so; nobody signed them."
            : `That members cast the ${unsigned} ballots that no wallet signed, and when all were cast: Discord says so.`,
        ]),
    "That no ballot was kept from being recorded: each voter finds theirs by the code of its receipt, which begins its event's hash.",
    ...(skipped === 0
      ? []
      : [
          `That none of the ${skipped} events of other matters in between is about this vote; the file holds only their digests.`,
        ]),
    ...weightBeliefs(bundle.proposal.electorate),
    ...(away ? ["That Steward could not be reached for as long as it recorded: it says so itself."] : []),
    ...(bundle.delegations === undefined ? [] : ["That each member gave their weight as listed: Discord says so."]),
    ...(bundle.proposal.actions.length === 0
      ? []
      : [
          "That the ids predicted and the values before are right: they were read from the chain when the vote opened.",
        ]),
  ];
}

const LINKS = "That each wallet is its member's: Steward keeps the signed link; it is not in the file.";

function weightBeliefs(electorate: Electorate): string[] {
  const beliefs = partBeliefs(electorate);
  return beliefs.some(({ isOfWallets }) => isOfWallets)
    ? [...beliefs.map(({ says }) => says), LINKS]
    : beliefs.map(({ says }) => says);
}

type Belief = { says: string; isOfWallets: boolean };

function partBeliefs({ source, snapshot }: Electorate): Belief[] {
  if (source.kind === "houses") return Object.values(source.houses).flatMap(partBeliefs);
  if (source.kind === "sum") return source.of.flatMap(({ electorate }) => partBeliefs(electorate));
  if (source.kind === "role") {
    const says = source.listed
      ? "That those listed carried the role when the vote opened: Discord said so."
      : "That each voter carried the role when voting: Discord says so.";
    return [{ says, isOfWallets: false }];
  }
  const at = snapshot === undefined ? "" : ` at block ${snapshot.block} (${snapshot.hash}) of chain ${snapshot.chain}`;
  if (source.kind === "nodes") {
    const says = `That the nodes' weights and their total are right: Steward booked the nodes of "${source.rewards}" from final logs up to${at.replace(" at", "")}.`;
    return [{ says, isOfWallets: true }];
  }
  const how = lookUp(source as WalletSource, BigInt(snapshot?.timepoint ?? 0));
  const says = `That the weights and their total are right: Steward's RPC providers gave them${at}. Anybody can read them again: ${how}.`;
  return [{ says, isOfWallets: true }];
}
