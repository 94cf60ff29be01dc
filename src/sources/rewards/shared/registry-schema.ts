import { getAddress, isAddress } from "viem";
import { z } from "zod";
import { address, percent } from "../../../config/fields.ts";
import { WHOLE } from "../../../core/governance/share.ts";
import { sharesTotal } from "../../../core/rewards/shares.ts";

const COST = /^(\d{1,3}(?:,\d{3})+|\d{1,30})(\.\d{1,18})? ([A-Za-z][A-Za-z0-9.-]{0,31})$/;
const MEMBER = /^\d{17,20}$/;

/** A day or a moment as ISO 8601 has it; becomes Unix seconds. */
const moment = z
  .union([z.iso.date(), z.iso.datetime()], { error: 'must be a day or a moment in UTC, such as "2025-03-01"' })
  .transform((text) => Math.floor(Date.parse(text) / 1_000));

const shares = z
  .record(z.string(), percent)
  .superRefine((parts, context) => {
    const wrong = Object.keys(parts).filter((name) => !isAddress(name, { strict: false }) && !MEMBER.test(name));
    if (wrong.length > 0)
      context.addIssue({ code: "custom", message: "must name each part by a wallet or a Discord id" });
    if (new Set(Object.keys(parts).map(partName)).size < Object.keys(parts).length)
      context.addIssue({ code: "custom", message: "must name each wallet once" });
    if (sharesTotal(parts) > WHOLE) context.addIssue({ code: "custom", message: "must add up to at most 100 %" });
  })
  .transform((parts) => Object.fromEntries(Object.entries(parts).map(([name, part]) => [partName(name), part])));

function partName(name: string): string {
  return isAddress(name, { strict: false }) ? getAddress(name) : name;
}

/** What a community knows of one of its nodes beyond what the chain says. */
export const registryEntry = z
  .strictObject({
    node: z.string().trim().min(1).max(100).meta({
      description: "Its name, as `/rewards` shows it; bytes and addresses may be written as block explorers do.",
      example: "17",
    }),
    owner: address.optional().meta({ description: "The wallet that owns it." }),
    operators: z
      .array(address)
      .max(50)
      .optional()
      .meta({
        description: "Further wallets that run it; whoever linked one of them sees it among their nodes.",
        example: ["0xcA11bde05977b3631167028862bE2a173976CA11"],
      }),
    region: z.string().trim().min(1).max(64).optional().meta({
      description: "Where it is; nodes of a region are compared with each other.",
      example: "eu-west",
    }),
    class: z
      .string()
      .trim()
      .min(1)
      .max(64)
      .optional()
      .meta({ description: "Its kind of hardware or service.", example: "rooftop" }),
    since: moment
      .optional()
      .meta({ description: "Since when it is at work: a day or a moment in UTC.", example: "2025-03-01" }),
    cost: z.string().regex(COST, 'must be an amount and its unit, such as "1200 USD" or "500 HELIO"').optional().meta({
      description: "What it cost, in `USD` or a token's symbol; `/rewards` then says when it will be paid back.",
      example: "1200 USD",
    }),
    shares: shares.optional().meta({
      description:
        "Who has which part of it, by wallet or Discord id; at most 100 % together. What is left is the owner's.",
      example: { "700000000000000401": "60 %" },
    }),
  })
  .meta({ description: "What is known of a node beyond what the chain says; it wins over what the chain says." });

/** Nodes by name, each once. */
export const registry = z.array(registryEntry).superRefine((entries, context) => {
  const seen = new Set<string>();
  for (const [index, { node }] of entries.entries()) {
    if (seen.has(node)) context.addIssue({ code: "custom", path: [index, "node"], message: "is there twice" });
    seen.add(node);
  }
});

/** An entry that has been read and checked. */
export type RegistryEntry = z.output<typeof registryEntry>;
