import { z } from "zod";
import { checkPack } from "../core/governance/pack/check-pack.ts";
import { completePack } from "../core/governance/pack/complete-pack.ts";
import { rulePackSchema } from "../core/governance/pack/schema.ts";
import { packs } from "../core/governance/packs/index.ts";
import { type Counting, countings, type RulePack } from "../core/governance/rule-pack.ts";
import { Refusal } from "../errors.ts";
import { explain } from "./explain.ts";
import { slug } from "./fields.ts";

/** What the config says of rules: the pack, and who votes by it unless it is the usual electorate. */
export type RulesConfig = { pack: RulePack<Counting>; electorate?: string | undefined };

const part = z.record(z.string(), z.unknown());

/** The keys people write most, described; all others are a rule pack's own, which docs/bundle.md lists. */
const written = z.looseObject({
  extends: z
    .enum(Object.keys(packs) as [string, ...string[]])
    .optional()
    .meta({
      description: "A pack that comes with Steward, of which the keys beside this one are changed, each as a whole.",
      example: "dimo",
    }),
  title: z.string().optional().meta({ description: "What the card calls it.", example: "Standard" }),
  counting: z.enum(countings).optional().meta({
    description: "What a ballot can say and how it is counted. Default: `for-against-abstain`.",
    example: "ranked",
  }),
  quorum: part.optional().meta({
    description:
      "How much weight must take part: a share of the electorate's whole weight, or an `absolute` weight in its smallest unit. `counts` names what counts toward it: by default For and Abstain, Against where silence passes, or all that is cast where ballots choose; beside `extends` and in levels it has to be said. Every key of it, and of those below, is in [bundle.md](bundle.md#rule-packs).",
    example: { kind: "share", share: "4 %", counts: ["for", "abstain"] },
  }),
  approval: part.optional().meta({
    description: "What share of For and Against must be For. Default: more than 50 %.",
    example: { share: "66.67 %", comparison: "at-least" },
  }),
  minimum: part.optional().meta({
    description:
      "What For alone, or the leading choice alone, must reach: a share of all weight or an absolute weight.",
    example: { kind: "absolute", weight: "10000000000000000" },
  }),
  veto: part.optional().meta({
    description: "Ballots may also say Veto; at this weight they end it, and count against it otherwise.",
    example: { kind: "share", share: "51 %" },
  }),
  superQuorum: part.optional().meta({
    description: "For at this weight passes before the end; only where ballots are final.",
    example: { kind: "share", share: "60 %" },
  }),
  majority: part.optional().meta({
    description:
      "Where ballots choose: what share the leading choice must have, of all that is cast unless `of` says otherwise.",
    example: { share: "50 %", comparison: "more-than" },
  }),
  tie: z.enum(["none", "lowest-index"]).optional().meta({
    description: "Where ballots choose or divide weight: nobody wins a tie, as by default, or the choice listed first.",
  }),
  winners: z
    .union([z.int().positive(), z.literal("each")])
    .optional()
    .meta({
      description: "How many choices win; `each` elects every one that has the majority. Default: 1.",
      example: 3,
    }),
  partial: z.boolean().optional().meta({
    description: "Of `ranked` and `condorcet`: whether a ballot may leave choices out. Default: true.",
    example: true,
  }),
  elimination: z.enum(["lowest-index", "highest-index", "earliest-round", "none"]).optional().meta({
    description: "Of `ranked`: who leaves of several with equally little. Default: `earliest-round`.",
    example: "earliest-round",
  }),
  majorityBase: z.enum(["continuing", "all"]).optional().meta({
    description: "Of `ranked`: of which ballots a majority ends the count. Default: `continuing`.",
    example: "continuing",
  }),
  tieBreak: z.enum(["none", "lowest-index", "support", "first-preferences"]).optional().meta({
    description: "Of `condorcet`: who wins of several with equal points. Default: `none`.",
    example: "support",
  }),
  rootDecimals: z.int().optional().meta({
    description: "Of `quadratic`: at how many decimals each root is rounded down. Default: 9.",
    example: 9,
  }),
  houses: part.optional().meta({
    description:
      "Of `two-house`, required there: each house's own rules, for and against or optimistic. A house votes with the electorate of its name.",
    example: { holders: { title: "Holders", quorum: { kind: "share", share: "4 %" } } },
  }),
  silencePasses: z
    .literal(true)
    .optional()
    .meta({ description: "Must be said where a vote passes without a single ballot (`optimistic`).", example: true }),
  early: z.literal(true).optional().meta({
    description: "Ends as soon as no ballot could change the outcome; only where ballots are final.",
    example: true,
  }),
  lateQuorum: part.optional().meta({
    description: "The first time the quorum is reached, at least so long must remain.",
    example: { seconds: 86_400 },
  }),
  outage: part.optional().meta({
    description:
      "What Steward could not be reached for is added to the end, if it was longer than one and up to the other.",
    example: { longerThanSeconds: 600, atMostSeconds: 86_400 },
  }),
  cap: z.string().optional().meta({
    description: "Most weight one voter may vote with, as a share of all weight, rounded down.",
    example: "5 %",
  }),
  root: z.literal(true).optional().meta({
    description:
      "Each wallet weighs its square root, rounded down, before a member's wallets are added up; `absolute` weights are such roots then. Of nodes each does, which have to weigh `root-stake`.",
    example: true,
  }),
  delegation: part.optional().meta({
    description:
      "Whether members may let others vote with their weight (`/delegate`): how far it is passed on, and whether a delegator who votes takes it back.",
    example: { depth: "one-hop", override: true },
  }),
  levels: part.optional().meta({
    description:
      "Variants by name, of which a proposal takes one: each may change title, quorum, approval, majority, minimum.",
    example: { L1: { quorum: { kind: "share", share: "3 %", counts: ["cast"] } } },
  }),
  ballots: z
    .enum(["changeable", "final"])
    .optional()
    .meta({ description: "Whether a ballot may be changed until the end, as by default, or stands once cast." }),
  secret: z
    .literal(true)
    .optional()
    .meta({ description: "Nothing of the count is shown before the end.", example: true }),
  life: part.optional().meta({
    description:
      "What comes before a vote and after it, each only where it is said: `proposer` and `sponsorship.threshold`, which are written as a quorum without `counts`, what its author alone, or its sponsors together, must have; `sponsorship.withdrawWhenBelow`, whether it is withdrawn in review when they no longer have it; `reviewSeconds`; `votingDelaySeconds` after that; `votingSeconds`, instead of `voting.periodSeconds`; `timelockSeconds` between passing and the hand-off, and `graceSeconds` in which that can be asked for.",
    example: {
      sponsorship: { threshold: { kind: "absolute", weight: "5000" }, withdrawWhenBelow: true },
      reviewSeconds: 604_800,
      timelockSeconds: 345_600,
    },
  }),
  electorate: slug.optional().meta({
    description:
      "Who votes by these rules: a name under `electorates`; not of `two-house`. Default: `voting.electorate`.",
    example: "operators",
  }),
});

/** How votes count and pass: any key of a rule pack (docs/bundle.md, “Rule packs”), those of a named one it extends, and who votes by it. */
export const rulePack = written.transform((input, context): RulesConfig => {
  const { electorate, ...rest } = input;
  const base = rest.extends === undefined ? undefined : packs[rest.extends];
  if (base !== undefined && (rest.counting ?? base.counting) !== base.counting) {
    const message = `must be ${base.counting}, or be left out: a pack counts as the one that it extends`;
    context.addIssue({ code: "custom", path: ["counting"], message });
    return z.NEVER;
  }
  const read = rulePackSchema.safeParse(completePack(rest), { error: explain });
  if (!read.success) {
    for (const issue of read.error.issues) context.addIssue({ ...issue, input: undefined } as never);
    return z.NEVER;
  }
  try {
    checkPack(read.data);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    context.addIssue({ code: "custom", message: error.message });
    return z.NEVER;
  }
  return { pack: read.data, electorate };
});
