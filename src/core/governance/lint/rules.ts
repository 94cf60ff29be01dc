/** What becomes of a proposal about which a rule finds something: it is refused, or shown with the reason. */
export type Level = "block" | "warn";

/** Everything that is looked for in what a proposal asks of the chain: what it is, and how grave where the config does not say. */
export const lintRules = {
  lookAlike: {
    level: "block",
    what: "An address looks like one that is known, by its first and last four digits or its first thirteen, and is another.",
  },
  deadAddress: { level: "block", what: "Something would go to the zero address or to one that is known to burn." },
  parameterByCall: {
    level: "block",
    what: "A call of any contract (`/call`) sets one of the config's parameters, past its guardrails and its rules.",
  },
  implementationChanged: {
    level: "block",
    what: "The code behind a proxy is no longer what it was when the proposal was written.",
  },
  unknownTarget: { level: "warn", what: "A call goes to a contract that is nowhere in the config." },
  unknownFunction: {
    level: "warn",
    what: "A call of one of the config's contracts is none of the functions that the config names.",
  },
  freshCode: {
    level: "warn",
    what: "A contract that is nowhere in the config came to be within `freshCodeSeconds`, or nobody can say when.",
  },
  riskyCode: {
    level: "warn",
    what: "A contract that is nowhere in the config can run other code than its own, or destroy itself.",
  },
  privilegedCall: {
    level: "warn",
    what: "A call changes roles, owners, code, modules, guards or delays, openly or inside another call.",
  },
  selfCall: { level: "warn", what: "A call goes to the executor itself, or to the account that it acts for." },
  approval: { level: "warn", what: "A call lets somebody else spend what the account holds." },
  largeValue: {
    level: "warn",
    what: "More than `largeValueShare` of what the account holds of a coin would be paid, or nobody can say how much it holds.",
  },
  textMismatch: {
    level: "warn",
    what: "The reason names an address, an amount or a percentage that the calls do not.",
  },
  reverts: { level: "block", what: "The chain would refuse the calls as it stands now." },
  tooMuchGas: { level: "block", what: "All calls together take more gas than a block holds." },
  undeclaredParameter: {
    level: "block",
    what: "The simulation changes a parameter that the proposal does not, or does not set one as it says.",
  },
  undeclaredTransfer: {
    level: "block",
    what: "Something would be moved, or somebody allowed to, by a call that says it only sets a parameter or pays somebody else.",
  },
  undeclaredPower: {
    level: "block",
    what: "Roles, owners, code or delays would change by a call that does not say so.",
  },
  missedTransfer: { level: "block", what: "A payment that is asked for does not arrive whole in the simulation." },
  transferByCall: {
    level: "warn",
    what: "A call of any contract (`/call`) would move something, or allow somebody to.",
  },
  undeclaredStorage: {
    level: "warn",
    what: "A call that sets a parameter changes storage elsewhere, or more of it than there are parameters.",
  },
  notSimulated: { level: "warn", what: "No node could simulate the calls, or not all of what they do." },
} as const satisfies Record<string, { level: Level; what: string }>;

/** The name of a rule as the config and a finding write it. */
export type RuleName = keyof typeof lintRules;

/** Something that a rule has found, in words for whoever has to decide. */
export type Note = { rule: RuleName; says: string };

/** A note with what it means here. */
export type Finding = Note & { level: Level };

/** How grave each rule is by a config; what it leaves out is as grave as it is by default. */
export type Levels = Readonly<Partial<Record<RuleName, Level | undefined>>>;

/** Notes as findings, those that block first; what was noted twice stands once. */
export function gradeNotes(notes: readonly Note[], levels: Levels): Finding[] {
  const known = new Set<string>();
  const findings = notes.flatMap(({ rule, says }): Finding[] => {
    if (known.has(`${rule} ${says}`)) return [];
    known.add(`${rule} ${says}`);
    return [{ rule, level: levels[rule] ?? lintRules[rule].level, says }];
  });
  return [...findings.filter(({ level }) => level === "block"), ...findings.filter(({ level }) => level === "warn")];
}
