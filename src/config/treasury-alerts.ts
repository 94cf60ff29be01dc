import { z } from "zod";
import { snowflake } from "./fields.ts";

const told = (description: string) => z.boolean().default(true).meta({ description, example: true });

/** What is said about the treasury unasked. */
export const treasuryAlerts = z.strictObject({
  channel: snowflake.optional().meta({ description: "Where it is said. Default: `channels.alarms`." }),
  health: told(
    "Say it when the health factor of a debt falls below 1.5, 1.2 or 1.05, or can no longer be told, and when it is well above again.",
  ),
  pegs: told(
    "Say it when a token with a `peg` is off by more than 0.5 %, 1 %, 3 % or 10 % for half an hour, and when it holds again.",
  ),
  feeds: told("Say it when a price is too old or its feed gives no usable answer, and when it is back."),
  unlocks: told("Say it when something of the treasury unlocks within 48 hours."),
});

/** What is said about the treasury unasked, as the config has it. */
export type TreasuryAlertsConfig = z.output<typeof treasuryAlerts>;
