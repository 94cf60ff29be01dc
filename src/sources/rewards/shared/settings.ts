import { z } from "zod";
import { chainId, slug } from "../../../config/fields.ts";
import { registry } from "./registry-schema.ts";

/** What every reward source is told, whatever its network. */
export const commonSettings = {
  chain: chainId.meta({ description: "The chain it lives on." }),
  label: z.string().min(1).max(40).meta({ description: "What members see.", example: "Node rewards" }),
  fromBlock: z
    .int()
    .nonnegative()
    .default(0)
    .meta({ description: "The block it was deployed in; nothing before it is read.", example: 0 }),
  epochSeconds: z.int().positive().default(86_400).meta({
    description:
      "How often a node is expected to be paid, in seconds, where the network tells of no epoch by itself. Default: a UTC day.",
    example: 86_400,
  }),
  oneOff: z.boolean().default(false).meta({
    description:
      "Whether what it pays comes once (a drop, a grant) and not again and again: reports say it apart from recurring income, and nobody reckons with its going on.",
    example: false,
  }),
  registry: registry.optional().meta({
    description: "What is known of its nodes beyond what the chain says: owner, region, cost, shares.",
  }),
  registryFile: z.string().min(1).max(400).optional().meta({
    description:
      "A file with more of the same, read at the start: JSON (a list) or CSV (a column for each key; in `operators` and `shares` a semicolon between entries). At most 10 MB; a path beside the config.",
    example: "nodes.csv",
  }),
};

/** The name of a token that a source pays in. */
export const paysIn = (what: string) =>
  slug.meta({ description: `${what}: a name under \`tokens\`.`, example: "helio" });
