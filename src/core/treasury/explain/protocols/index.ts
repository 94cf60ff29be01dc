import type { Rule } from "../facts.ts";
import { aave } from "./aave.ts";
import { approval } from "./approvals.ts";
import { plain } from "./plain.ts";
import { wrappedCoin } from "./wrapped-coin.ts";

/** In order of precedence: each tells of what is left, and the last tells all of it. */
export const RULES: readonly Rule[] = [approval, aave, wrappedCoin, plain];
