import { getAddress, isAddress } from "viem";
import { z } from "zod";

/** A Discord id: 17 to 20 digits, as a string, because it does not fit a JavaScript number. */
export const snowflake = z
  .string()
  .regex(/^\d{17,20}$/, "must be a Discord id: 17 to 20 digits, in quotes")
  .meta({ example: "700000000000000201" });

/** An EVM address, checksummed on the way in. */
export const address = z
  .string()
  .refine((text) => isAddress(text, { strict: false }), "must be an address: 0x and 40 hexadecimal digits")
  .transform((text) => getAddress(text))
  .meta({ example: "0xcA11bde05977b3631167028862bE2a173976CA11" });

/** A name that members type and the log prints: lower case, digits and dashes. */
export const slug = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/, "must be a name of lower-case letters, digits and dashes, starting with a letter");

/** A chain id, as RPC_URLS_<chainId> in the environment names it. */
export const chainId = z.int().positive().meta({ example: 42161 });

/** A share, as a percentage with its sign: `"4 %"`. Becomes an integer of millionths, so that no float decides anything. */
export const percent = z
  .string()
  .regex(/^\d{1,3}(\.\d{1,4})? ?%$/, 'must be a percentage such as "4 %" or "66.67 %", with at most four decimals')
  .transform((text) => {
    const [whole = "0", fraction = ""] = text.replace(/ ?%$/, "").split(".");
    return BigInt(whole) * 10_000n + BigInt(fraction.padEnd(4, "0"));
  })
  .refine((share) => share <= 1_000_000n, "must be at most 100 %")
  .meta({ example: "4 %" });

/** A whole number of seconds. */
export const seconds = z.int().positive();

/** An unsigned integer that may be beyond 2^53: a JSON number or a string of digits. */
export const bigUint = z
  .union([z.int().nonnegative(), z.string().regex(/^\d+$/, "must be a whole number")])
  .transform((value) => BigInt(value));
