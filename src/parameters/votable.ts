import type { Config } from "../config/schema.ts";
import { Refusal } from "../errors.ts";
import type { ParameterRef } from "./registry.ts";

const WHY: Readonly<Record<string, { who: string; refusal: string; hint: string }>> = {
  foundation: {
    who: "a foundation, after whatever it listens to",
    refusal: "is changed by a foundation, not by votes here",
    hint: "A poll can say what members want; whoever runs it decides.",
  },
  observed: {
    who: "nobody: it moves by itself",
    refusal: "moves by itself: nobody sets it",
    hint: "Look for the parameters that move it.",
  },
  immutable: {
    who: "nobody, ever",
    refusal: "can never be changed",
    hint: "It is part of the contract's code.",
  },
};

/** Throws a Refusal that says who may change a parameter where a vote about it alone cannot. */
export function checkVotable(config: Config, ref: ParameterRef): void {
  const why = WHY[ref.config.authority];
  if (why !== undefined) throw new Refusal(`${ref.title} ${why.refusal}.`, { hint: why.hint });
  const group = groupIdOf(config, ref.id);
  if (group === undefined) return;
  throw new Refusal(`${ref.title} is set together with others, as “${config.parameterGroups[group]?.title}”.`, {
    hint: `Propose a change of \`${group}\`; what you leave out stays as it is.`,
  });
}

/** Who may change a parameter, in words: `a passed vote, through dao`. */
export function describeAuthority(config: Config, ref: ParameterRef): string {
  const why = WHY[ref.config.authority];
  if (why !== undefined) return why.who;
  const group = groupIdOf(config, ref.id);
  return `a passed vote, through ${ref.config.executor}${group === undefined ? "" : `, together with the rest of ${group}`}`;
}

/** The group whose setter sets a parameter; undefined where it has its own. */
export function groupIdOf(config: Config, parameter: string): string | undefined {
  return Object.entries(config.parameterGroups).find(([, { order }]) => order.includes(parameter))?.[0];
}
