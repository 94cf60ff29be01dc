import type { Address } from "viem";
import { resultOf } from "../../../chain/call.ts";
import type { Call, RawLog, Read } from "../../../chain/chain.ts";
import type { Accrued, Owed, SeenReward } from "../source.ts";
import { placeOf } from "./place-of.ts";

/** What an account claimed by a log; `recipient` where it went to somebody else, `part` where one log says several claims. */
export type Claim = {
  account: Address;
  recipient?: Address;
  token: string;
  amount: bigint;
  epoch?: number;
  part?: number;
};

/** A claim as a reward: it pays out what was earned before. The node of a reward tree is the account that its leaf names. */
export function claimed(
  log: RawLog,
  { account, recipient = account, token, amount, epoch, part = 0 }: Claim,
): SeenReward {
  return { ...placeOf(log), node: account, recipient, token, amount, kind: "claimed", epoch, part };
}

/**
 * What can be claimed where contracts count what an account has claimed in all, one call for each token. It is unknown where nothing is
 * said of what is booked, and where more was claimed than that: then a tree was not read yet.
 */
export function* owedAboveClaimed(
  accrued: readonly Accrued[] | undefined,
  counters: readonly { token: string; call: Call }[],
): Read<readonly Owed[]> {
  const counts = yield counters.map(({ call }) => call);
  return counters.map(({ token }, index) => {
    const count = resultOf<bigint>(counts[index]);
    const earned = accrued?.reduce((sum, one) => (one.token === token ? sum + one.amount : sum), 0n);
    return earned !== undefined && earned >= count ? { token, claimable: earned - count } : { token };
  });
}
