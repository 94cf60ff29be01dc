import type { Rule } from "../facts.ts";
import { aave } from "./aave.ts";
import { approval } from "./approvals.ts";
import { comet } from "./comet.ts";
import { deal } from "./deal.ts";
import { plain } from "./plain.ts";
import { vault } from "./vault.ts";
import { wrappedCoin } from "./wrapped-coin.ts";

/** In order of precedence: each tells of what is left, and the last tells all of it. */
export const RULES: readonly Rule[] = [approval, aave, comet, vault, wrappedCoin, deal, plain];
