/** What a ballot can say under for-against-abstain counting. */
export const ballotChoices = ["for", "against", "abstain"] as const;

/** One voter's choice. */
export type BallotChoice = (typeof ballotChoices)[number];
