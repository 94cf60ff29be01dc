import type { Address, Hex } from "viem";
import { canonical } from "../canonical.ts";
import type { Finding } from "./lint/rules.ts";

/** Something that the calls would bring about, in words; `declared` where the proposal says so itself. */
export type Effect = { declared: boolean } & (
  | { kind: "parameter"; title: string; before: string; after: string }
  | { kind: "transfer"; what: string; from: Address; to: Address }
  | { kind: "approval"; what: string; owner: Address; spender: Address }
  | { kind: "power"; what: string; by: Address }
);

/** When the calls were looked at. */
export type Moment = "writing" | "opening" | "closing" | "hand-off";

/** What was found out about a proposal's calls at one time: plain JSON, kept with the proposal. */
export type Scrutiny = {
  when: Moment;
  /** Unix seconds. */
  at: number;
  /** The block it was found out at; left out where no node could be asked. */
  block?: { chain: number; number: string; hash: Hex };
  /** `block`: the calls were run one after the other; `calls`: each was tried by itself; `none`: nothing could be tried. */
  way: "block" | "calls" | "none";
  /** Whether a node told every word of storage that changes. */
  traced: boolean;
  effects: readonly Effect[];
  /** Those that block first. */
  findings: readonly Finding[];
  /** Which code stands behind the targets that are proxies, by the target. */
  behind: Readonly<Record<Address, Address>>;
};

/** What stands in the way, if anything does. */
export function blockingOf({ findings }: Pick<Scrutiny, "findings">): readonly Finding[] {
  return findings.filter(({ level }) => level === "block");
}

/** Whether two looks at the same calls found the same. */
export function foundTheSame(one: Scrutiny | undefined, other: Scrutiny): boolean {
  const facts = ({ way, effects, findings, behind }: Scrutiny) => canonical({ way, effects, findings, behind });
  return one !== undefined && facts(one) === facts(other);
}
