import { z } from "zod";
import { address, slug } from "../../../config/fields.ts";
import { commonSettings, paysIn } from "../shared/settings.ts";

/** What a source that reads Streamr's operators needs to be told. */
export const streamrSchema = z
  .strictObject({
    kind: z.literal("streamr").meta({ description: "Streamr's operators.", example: "streamr" }),
    ...commonSettings,
    token: paysIn("What operators earn"),
    operators: z
      .record(slug, address)
      .refine((operators) => Object.keys(operators).length > 0, "must name at least one operator")
      .meta({
        description: "The operators' contracts by name; each is a node.",
        example: { "relay-1": "0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" },
      }),
    factory: address.optional().meta({
      description:
        "The contract that made them, which tells their owners: on Polygon 0x935734e66729b69260543Cf6e5EfeB42AC962183, on peaq 0x6d201374D7c28EF1c3cc1b6FA300f06110B597A3, on IoTeX 0xD1Bc2A37405F88d4904844B7BF1BEadA7c0851c1.",
      example: "0x935734e66729b69260543Cf6e5EfeB42AC962183",
    }),
  })
  .superRefine(({ operators }, context) => {
    const names = new Map<string, string>();
    for (const [name, contract] of Object.entries(operators)) {
      const message = `${contract} is already the operator "${names.get(contract)}"`;
      if (names.has(contract)) context.addIssue({ code: "custom", path: ["operators", name], message });
      names.set(contract, name);
    }
  })
  .meta({
    description:
      "Streamr, on whatever chain: what an operator keeps of its earnings, which is delegated to itself at once and so counted as locked. The protocol's fee, and what all delegators share, are not its own.",
  });

/** The settings of such a source. */
export type StreamrSettings = z.output<typeof streamrSchema>;
