/** What tells ballots of one member apart. */
type Aged = { id: string; member: string };

/** Of each member's ballots the newest by id, whatever order they arrived in. */
export function currentBallots<B extends Aged>(ballots: readonly B[]): B[] {
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
