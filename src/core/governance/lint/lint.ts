import { findDeadAddresses, findLookAlikes } from "./addresses.ts";
import {
  findFreshCode,
  findParametersByCall,
  findRiskyCode,
  findUnknownFunctions,
  findUnknownTargets,
} from "./code.ts";
import type { LintFacts } from "./facts.ts";
import { findApprovals, findPrivilegedCalls, findSelfCalls } from "./powers.ts";
import type { Note, RuleName } from "./rules.ts";
import { findTextMismatches } from "./text.ts";
import { findLargeValues } from "./value.ts";

/** What is looked for in calls as they are written, before they are run. */
const finders: readonly [RuleName, (facts: LintFacts) => string[]][] = [
  ["lookAlike", findLookAlikes],
  ["deadAddress", findDeadAddresses],
  ["parameterByCall", findParametersByCall],
  ["privilegedCall", findPrivilegedCalls],
  ["selfCall", findSelfCalls],
  ["approval", findApprovals],
  ["largeValue", findLargeValues],
  ["textMismatch", findTextMismatches],
  ["unknownTarget", findUnknownTargets],
  ["unknownFunction", findUnknownFunctions],
  ["freshCode", findFreshCode],
  ["riskyCode", findRiskyCode],
];

/** Everything that the rules find, in plain words. */
export function lintCalls(facts: LintFacts): Note[] {
  return finders.flatMap(([rule, find]) => find(facts).map((says) => ({ rule, says })));
}
