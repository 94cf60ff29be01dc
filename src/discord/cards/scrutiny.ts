import type { Scrutiny } from "../../core/governance/scrutiny.ts";
import { plain } from "../../core/sanitize.ts";

/** So that findings never crowd out what is voted on. */
const SHOWN = 4;
const LONGEST = 240;

/** What was found in the calls, gravest first: what somebody who signs or votes has to know. Nothing where all is as it says. */
export function findingLines(scrutiny: Scrutiny | undefined, most = SHOWN): string[] {
  if (scrutiny === undefined) return [];
  const { findings } = scrutiny;
  const hidden = findings.length - most;
  return [
    ...findings.slice(0, most).map(({ level, says }) => `${level === "block" ? "⛔" : "⚠️"} ${plain(says, LONGEST)}`),
    ...(hidden > 0 ? [`…and ${hidden} more findings.`] : []),
  ];
}

/** In small print: whether the calls were tried, where, and that they do nothing that is not said. */
export function simulationLine(scrutiny: Scrutiny | undefined): string | undefined {
  if (scrutiny === undefined || scrutiny.way === "none" || scrutiny.block === undefined) return undefined;
  const { way, effects, traced, block, findings } = scrutiny;
  const at = `block ${block.number}`;
  // That nothing was seen of what they change is a finding, and stands there.
  if (way === "calls") return `-# Each call tried by itself at ${at}.`;
  if (findings.some(({ rule }) => rule === "reverts" || rule === "tooMuchGas")) return `-# Simulated at ${at}.`;
  const undeclared = effects.filter(({ declared }) => !declared).length;
  const does =
    undeclared === 0
      ? "the calls do what they say and nothing else that was seen"
      : `${undeclared} of ${effects.length} effects are not said`;
  return `-# Simulated at ${at}: ${does}${traced ? ", storage included" : ""}.`;
}
