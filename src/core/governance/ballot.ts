import { Refusal } from "../../errors.ts";

/** What a ballot can say under for-against-abstain counting. */
export const ballotChoices = ["for", "against", "abstain"] as const;

/** One voter's choice. */
export type BallotChoice = (typeof ballotChoices)[number];

/** A ballot as it was cast; its id is the interaction's, ordered by Discord's clock. */
export type CastBallot = { id: string; member: string; choice: BallotChoice };

/** The choice a text names; Refusal for any other. */
export function parseChoice(text: string): BallotChoice {
  const choice = ballotChoices.find((known) => known === text);
  if (choice === undefined) throw new Refusal("A ballot says for, against or abstain.");
  return choice;
}

/** Of each member's ballots the newest by id, whatever order they arrived in. */
export function currentBallots<B extends CastBallot>(ballots: readonly B[]): B[] {
  const newest = new Map<string, B>();
  for (const ballot of ballots) {
    const other = newest.get(ballot.member);
    if (other === undefined || isNewer(ballot.id, other.id)) newest.set(ballot.member, ballot);
  }
  return [...newest.values()];
}

/** Whether the first interaction was made after the second: ids are compared as numbers, not as text. */
export function isNewer(id: string, than: string): boolean {
  return BigInt(id) > BigInt(than);
}
