import { z } from "zod";
import { checkPack } from "../core/governance/pack/check-pack.ts";
import { completePack } from "../core/governance/pack/complete-pack.ts";
import { rulePackSchema } from "../core/governance/pack/schema.ts";
import { packs } from "../core/governance/packs/index.ts";
import { type Counting, countings, type RulePack } from "../core/governance/rule-pack.ts";
import { Refusal } from "../errors.ts";
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
      description: "A pack that comes with Steward, of which the keys beside this one are changed.",
      example: "dimo",
    }),
  title: z.string().optional().meta({ description: "What the card calls it.", example: "Standard" }),
  counting: z.enum(countings).optional().meta({
    description: "What a ballot can say and how it is counted. Default: `for-against-abstain`.",
    example: "ranked",
  }),
  quorum: part.optional().meta({
    description:
      "How much weight must take part: a share of the electorate's whole weight, or an `absolute` weight in its smallest unit. `counts` names what counts toward it: by default For and Abstain, or all that is cast where ballots choose.",
    example: { kind: "share", share: "4 %", counts: ["for", "abstain"] },
  }),
  approval: part.optional().meta({
    description: "What share of For and Against must be For. Default: more than 50 %.",
    example: { share: "66.67 %", comparison: "at-least" },
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
      "What comes before a vote and after it: `proposer`, `sponsorship`, `reviewSeconds`, `votingDelaySeconds`, `votingSeconds`, `timelockSeconds`, `graceSeconds`.",
    example: { reviewSeconds: 604_800, timelockSeconds: 345_600 },
  }),
  electorate: slug.optional().meta({
    description: "Who votes by these rules: a name under `electorates`. Default: `voting.electorate`.",
    example: "operators",
  }),
});

/** How votes count and pass: any key of a rule pack (docs/bundle.md, “Rule packs”), those of a named one it extends, and who votes by it. */
export const rulePack = written.transform((input, context): RulesConfig => {
  const { electorate, ...rest } = input;
  const read = rulePackSchema.safeParse(completePack(rest));
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
