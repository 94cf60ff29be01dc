import { z } from "zod";
import { address, chainId, slug } from "./fields.ts";

/** What a preset is called, and what it calls its contracts and parameters. */
export type PresetNames = { name: string; contracts: readonly string[]; parameters: readonly string[] };

/** A network's parameters by its preset: which of them, where, and what is otherwise here. */
export function presetSchema(presets: readonly PresetNames[]) {
  const each = (names: (preset: PresetNames) => readonly string[]) =>
    presets.map((preset) => `\`${preset.name}\`: ${names(preset).join(", ")}`).join("; ");
  return z.strictObject({
    preset: z
      .enum(presets.map(({ name }) => name) as [string, ...string[]])
      .meta({ description: "Which network.", example: "livepeer" }),
    chain: chainId.optional().meta({ description: "The chain its contracts are on. Default: the network's own." }),
    contracts: z
      .record(slug, address)
      .prefault({})
      .meta({
        description: `Addresses of its contracts by their names in the preset: needed for those it does not know, and where they are others. ${each(({ contracts }) => contracts)}.`,
        example: { minter: "0xc20DE37170B45774e6CD3d2304017fc962f27252" },
      }),
    executor: slug.optional().meta({
      description:
        "Who changes them on chain: a name under `executors`. Left out: they can be read and shown, and not proposed (`authority` is `foundation`).",
      example: "dao",
    }),
    only: z
      .array(slug)
      .optional()
      .meta({
        description: `Which of its parameters. Default: all. ${each(({ parameters }) => parameters)}.`,
        example: ["target-bonding", "inflation"],
      }),
    rulePack: slug.optional().meta({ description: "Rules for all of them; see `parameters`.", example: "standard" }),
    level: z
      .string()
      .optional()
      .meta({ description: "The level of those rules, where they have levels.", example: "L2" }),
    overrides: z
      .record(slug, z.record(z.string(), z.unknown()))
      .prefault({})
      .meta({
        description: "Keys of single parameters that are otherwise here, by the parameter's name in the preset.",
        example: { "target-bonding": { guardrails: { mostChange: "5 %" } } },
      }),
  });
}
