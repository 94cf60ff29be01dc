import type { FlowFact } from "../position-facts.ts";
import type { Leg } from "./posting.ts";

/** What one log moved in a leg. */
export type LegFlow = { leg: Leg; flow: FlowFact };

/** A part of a flow that is not accounted for yet: units never negative. */
export type Rest = LegFlow & { units: bigint };

/** Whether anything rests of it. */
export const isLeft = ({ units }: Rest) => units > 0n;

/** Those of a token. */
export const ofToken = (rests: readonly Rest[], token: string) => rests.filter(({ leg }) => leg.token === token);

/** As much as both sides have, taken off both: negative where it left. */
export function matched(left: readonly Rest[], came: readonly Rest[]): Rest[] {
  const most = smaller(total(left), total(came));
  return [...parts(left, most, -1n), ...parts(came, most, 1n)];
}

function parts(rests: readonly Rest[], most: bigint, sign: bigint): Rest[] {
  let left = most;
  return rests.flatMap((rest) => {
    const part = take(rest, left);
    left -= part;
    return part === 0n ? [] : [{ ...rest, units: sign * part }];
  });
}

/** Takes up to so much off what rests, and gives how much that was. */
export function take(rest: Rest, most: bigint): bigint {
  const part = smaller(rest.units, most);
  rest.units -= part;
  return part;
}

function total(rests: readonly Rest[]): bigint {
  return rests.reduce((sum, { units }) => sum + units, 0n);
}

function smaller(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}
