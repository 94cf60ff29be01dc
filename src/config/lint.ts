import { z } from "zod";
import { type Level, lintRules, type RuleName } from "../core/governance/lint/rules.ts";
import { percent, seconds } from "./fields.ts";

const level = z.enum(["block", "warn"]);

const rules = Object.fromEntries(
  Object.entries(lintRules).map(([name, rule]) => [
    name,
    level.default(rule.level).meta({ description: rule.what, example: rule.level }),
  ]),
) as unknown as Record<RuleName, z.ZodDefault<z.ZodType<Level>>>;

/** What is looked for in the calls of a proposal, and whether it refuses them or is only shown. */
export const lint = z.strictObject({
  ...rules,
  largeValueShare: percent.prefault("25 %").meta({
    description: "The part of what the account holds of a coin above which paying it is large.",
    example: "25 %",
  }),
  freshCodeSeconds: seconds.default(1_209_600).meta({
    description: "How young a contract counts as fresh.",
    example: 1_209_600,
  }),
});

/** How grave each finding is, as the config has it. */
export type LintConfig = z.output<typeof lint>;
