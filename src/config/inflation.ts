import { z } from "zod";

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "must be a month such as 2025-09");

/** Consumer prices by month; a month that was never published is left out, not guessed. */
export const priceIndex = z.record(month, z.number().positive());

/** How the prices of what people buy rose, so that income can be told in money of one month. */
export const inflation = z.strictObject({
  name: z.string().min(1).max(40).default("consumer prices").meta({
    description: "What members see.",
    example: "US CPI-U, not seasonally adjusted",
  }),
  series: priceIndex.prefault({}).meta({
    description:
      "The index by month, from one publisher and not seasonally adjusted; two months at least, here and in `file` together. A month that was never published is left out: it is bridged, and that is said.",
    example: { "2025-08": 323.976, "2025-09": 324.8, "2025-11": 324.122 },
  }),
  file: z.string().min(1).max(400).optional().meta({
    description: "A JSON file with more of the same, its path from the config's folder.",
    example: "cpi.json",
  }),
  base: month.optional().meta({
    description: "The month in whose money real income is told. Default: the first of the series.",
    example: "2025-09",
  }),
});

/** A series as the config has it; what its file says is added when Steward starts. */
export type InflationConfig = z.output<typeof inflation>;
