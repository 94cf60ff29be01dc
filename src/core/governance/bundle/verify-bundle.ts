import type { Hex } from "viem";
import { z } from "zod";
import { canonical } from "../../canonical.ts";
import { resultOf } from "../count-vote.ts";
import type { Decision } from "../decision.ts";
import { listBeliefs } from "./beliefs.ts";
import { type Bundle, bundleSchema, ownEvents } from "./bundle.ts";
import { checkBallots } from "./check-ballots.ts";
import { checkChain } from "./check-chain.ts";
import { checkElectors } from "./check-electors.ts";
import { checkEnd } from "./check-end.ts";
import { checkActions, checkProposal } from "./check-proposal.ts";
import { checkSignatures } from "./check-signatures.ts";
import { rootOf, rootOfText } from "./make-bundle.ts";
import { recountBundle } from "./recount-bundle.ts";

/** What a bundle proves by itself, what has to be believed all the same, and what is wrong with it, in sentences. */
export type Verification = {
  /** What the vote was about; empty where the file does not say. */
  title: string;
  proved: readonly string[];
  believed: readonly string[];
  problems: readonly string[];
  /** The vote counted again; undefined where it could not be. */
  decision: Decision | undefined;
  /** The root that the bundle has, whatever it says. */
  root: Hex | undefined;
};

/** What may be known besides a bundle's JSON: the root that was posted, and the text it was read from, which makes it faster. */
type KnownOfBundle = { posted?: string | undefined; text?: string };

/** Checks a bundle from its parsed JSON and counts it again. The posted root ties it to what was posted. */
export async function verifyBundle(written: unknown, { posted, text = "" }: KnownOfBundle = {}): Promise<Verification> {
  const { error } = bundleSchema.safeParse(written);
  if (error !== undefined) {
    return {
      title: "",
      proved: [],
      believed: [],
      problems: describeIssues(error),
      decision: undefined,
      root: undefined,
    };
  }
  // The schema changes nothing, and keeping its copy of a large file would only take room.
  const bundle = written as Bundle;
  const root = attempt(() => rootOfText(text, bundle.root) ?? rootOf(Object(written)));
  const decision = attempt(() => recountBundle(bundle));
  const signatures = await signatureChecks(bundle);
  const checks = [
    ...listChecks(bundle, decision.value),
    ...signatures,
    {
      proves: "The root is sha256 of everything else in the file.",
      check: () => root.problems ?? checkRoot(bundle, root.value),
    },
    {
      proves: "Counted again by the rules it opened with, the vote comes out as recorded.",
      check: () => decision.problems ?? checkResult(bundle, decision.value),
    },
    ...(posted === undefined
      ? []
      : [{ proves: "The root is the one that was given.", check: () => comparePosted(root.value, posted) }]),
  ].map(({ proves, check }) => ({ proves, problems: run(check) }));
  return {
    title: `#${bundle.proposal.id} · ${bundle.proposal.title}`,
    proved: checks.filter(({ problems }) => problems.length === 0).map(({ proves }) => proves),
    believed: listBeliefs(bundle, posted !== undefined),
    problems: checks.flatMap(({ problems }) => problems),
    decision: decision.value,
    root: root.value,
  };
}

type Check = { proves: string; check: () => readonly string[] };

function listChecks(bundle: Bundle, decision: Decision | undefined): Check[] {
  return [
    {
      proves: "The proposal is, to the letter, what was hashed when its vote opened.",
      check: () => checkProposal(bundle),
    },
    {
      proves: "The actions hash is that of the calls, the contract that makes them and the description.",
      check: () => checkActions(bundle),
    },
    { proves: describeChain(bundle), check: () => checkChain(bundle) },
    { proves: describeElectors(bundle), check: () => checkElectors(bundle) },
    { proves: describeBallots(bundle), check: () => checkBallots(bundle) },
    { proves: describeEnd(bundle), check: () => checkEnd(bundle, decision) },
  ];
}

async function signatureChecks(bundle: Bundle): Promise<Check[]> {
  const signed = bundle.ballots.filter(({ grade }) => grade === "wallet").length;
  const isAnySigned =
    signed > 0 ||
    bundle.ballots.some(({ signature }) => signature !== undefined) ||
    ownEvents(bundle).some(({ kind }) => kind === "ballot-signed");
  if (!isAnySigned) return [];
  const problems = await checkSignatures(bundle).catch(describeFailure);
  return [
    {
      proves: `${signed} of the ${bundle.ballots.length} ballots are signed by a wallet of their member's, whatever Discord says.`,
      check: () => problems,
    },
  ];
}

type Attempt<T> = { value: T; problems?: undefined } | { value: undefined; problems: readonly string[] };

/** What cannot even be computed is a problem like any other. */
function attempt<T>(compute: () => T): Attempt<T> {
  try {
    return { value: compute() };
  } catch (error) {
    return { value: undefined, problems: describeFailure(error) };
  }
}

function describeFailure(error: unknown): readonly string[] {
  return [`Something in the file cannot be computed with: ${error instanceof Error ? error.message : String(error)}`];
}

function run(check: () => readonly string[]): readonly string[] {
  const { value, problems } = attempt(check);
  return problems ?? value;
}

function comparePosted(root: Hex | undefined, posted: string): string[] {
  return root === posted
    ? []
    : [`The root is ${root ?? "not known"}, not ${posted}: this is not the bundle that was posted.`];
}

function checkRoot({ root }: Bundle, found: Hex): string[] {
  return root === found
    ? []
    : [`root says ${root}, but what the file holds has ${found}: something in it was changed.`];
}

function checkResult(bundle: Bundle, decision: Decision): string[] {
  const { history: _, ...recorded } = ownEvents(bundle).at(-1)?.body ?? {};
  const wanted = canonical(resultOf(decision));
  return [
    ...(canonical(bundle.result) === wanted ? [] : [`result is not what the ballots give: ${wanted}.`]),
    ...(canonical(recorded) === wanted ? [] : ["The closing recorded another result than the ballots give."]),
  ];
}

function describeChain(bundle: Bundle): string {
  const own = ownEvents(bundle).length;
  return `The vote's ${own} events are whole, linked to each other through ${bundle.events.length - own} of other matters, and as many as its closing counted.`;
}

function describeEnd(bundle: Bundle): string {
  return ownEvents(bundle).some(({ kind }) => kind === "end-moved")
    ? "The end was moved as the rules say, and no otherwise."
    : "The vote ended when it was to end by its rules.";
}

function describeElectors({ electors, proposal }: Bundle): string {
  const total = proposal.electorate.total === undefined ? "" : ", and weigh no more than all weight there is";
  return `The ${electors.length} electors are unique, are those recorded at the opening and as they were admitted since${total}.`;
}

function describeBallots({ ballots }: Bundle): string {
  return `Each of the ${ballots.length} ballots has its event, and each such event its ballot, with the same choice, time and weight.`;
}

function describeIssues(error: z.ZodError): string[] {
  return error.issues.map(({ path, message }) => {
    const [list, index, ...rest] = path;
    const where =
      typeof index === "number"
        ? [`${String(list)} row ${index + 1}`, ...rest.map(String)].join(", ")
        : z.core.toDotPath(path);
    return `${where === "" ? "The file" : where}: ${message}.`;
  });
}
