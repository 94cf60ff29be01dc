import { z } from "zod";
import type { TreePlace } from "../../trees/tree-place.ts";

const host = z.string().regex(/^[a-z0-9.-]+(:\d+)?$/i, "must be a host, without https:// and without a path");

/** Where a source's reward trees are had. */
export const treeSettings = z
  .strictObject({
    file: z
      .string()
      .min(1)
      .refine((text) => !/\{(?!epoch\}|root\})/.test(text), "may hold {epoch} and {root}, and nothing else in braces")
      .meta({
        description:
          "Path (from the folder Steward runs in) or https address; `{epoch}` and `{root}` become the root's number and its 0x… text.",
        example: "https://trees.example.org/{epoch}.json",
      }),
    hosts: z
      .array(host)
      .default([])
      .meta({ description: "Other hosts to which that address may lead on.", example: ["files.example.org"] }),
    mostBytes: z
      .int()
      .positive()
      .default(32 * 1024 * 1024)
      .meta({ description: "A larger file is not read: bytes, packed and unpacked.", example: 33_554_432 }),
  })
  .meta({
    description:
      "Where its reward trees are had. Nothing of a tree is believed before all of it leads to the root that the chain holds.",
    example: { file: "https://trees.example.org/{epoch}.json" },
  });

/** The same as the loader takes it. */
export function placeOfTrees({ file, hosts, mostBytes }: z.output<typeof treeSettings>): TreePlace {
  return { template: file, hosts, maxBytes: mostBytes };
}
