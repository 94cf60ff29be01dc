import type { Counting } from "../rule-pack.ts";

/** What a ballot can say where it takes a side; `veto` only where the pack declares one. */
export const sides = ["for", "against", "abstain", "veto"] as const;

/** A side of a question. */
export type Side = (typeof sides)[number];

/** A weight divided among choices: whole parts, each above zero, of their sum. */
export type Split = { choices: readonly number[]; parts: readonly bigint[] };

type Choices = {
  "for-against-abstain": Side;
  optimistic: Side;
  /** The index of a choice, from zero, as everywhere inside. */
  "single-choice": number;
  approval: readonly number[];
  weighted: Split;
  quadratic: Split;
  /** Best first, each once; those not named come after all named. */
  ranked: readonly number[];
  condorcet: readonly number[];
  "two-house": Side;
};

/** What a ballot says under a way of counting, as `readChoice` returns it. */
export type Choice<C extends Counting = Counting> = Choices[C];

/** A voter's one ballot that counts; `at`, in unix seconds, is needed only where time matters. */
export type Ballot<C extends Counting = Counting> = { voter: string; choice: Choice<C>; at?: number };

/** What is counted: choices and the weights behind them, side by side. */
export type Cast<C extends Counting = Counting> = { choices: readonly Choice<C>[]; weights: readonly bigint[] };
