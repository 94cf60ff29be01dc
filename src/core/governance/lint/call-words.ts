import type { Hex } from "viem";
import type { Action } from "../proposal.ts";

/** The four bytes that name a call's function; undefined where it names none. */
export function selectorOf({ calldata }: Pick<Action, "calldata">): Hex | undefined {
  return calldata.length >= 10 ? (calldata.slice(0, 10).toLowerCase() as Hex) : undefined;
}

/** A call by what it is, short: `setGuard of 0x…`, `The change of operator-fee`, `The transfer to 0x…`. */
export function nameCall(action: Action): string {
  switch (action.kind) {
    case undefined:
      return `The change of ${action.parameter}`;
    case "group":
      return `The change of ${action.group}`;
    case "transfer":
      return `The transfer to ${action.to}`;
    case "call":
      return `${/^function (\w+)/.exec(action.signature)?.[1] ?? "The call"} of ${action.target}`;
  }
}
