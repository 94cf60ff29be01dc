import type { Rule } from "../facts.ts";
import { aave } from "./aave.ts";
import { aaveSwap } from "./aave-swap.ts";
import { approval } from "./approvals.ts";
import { claims } from "./claims.ts";
import { comet } from "./comet.ts";
import { compoundV2 } from "./compound-v2.ts";
import { cowswap } from "./cowswap.ts";
import { deal } from "./deal.ts";
import { eigenLayer } from "./eigenlayer.ts";
import { farms } from "./farms.ts";
import { lido } from "./lido.ts";
import { liquity } from "./liquity.ts";
import { maker } from "./maker.ts";
import { migrations } from "./migrations.ts";
import { morphoBlue } from "./morpho-blue.ts";
import { nodeRewards } from "./node-rewards.ts";
import { plain } from "./plain.ts";
import { positions } from "./positions.ts";
import { restake } from "./restake.ts";
import { rewards } from "./rewards.ts";
import { rocketPool } from "./rocket-pool.ts";
import { safe } from "./safe.ts";
import { stakedAave } from "./staked-aave.ts";
import { stakes } from "./stakes.ts";
import { theGraph } from "./thegraph.ts";
import { vault } from "./vault.ts";
import { wrappedCoin } from "./wrapped-coin.ts";

/**
 * In order of precedence: each tells of what is left, and the last tells all of it. Rules by a protocol's own events come first, then
 * those by what leaves and comes.
 */
export const RULES: readonly Rule[] = [
  ...[approval, safe, migrations, cowswap],
  ...[aaveSwap, aave, restake, stakedAave, comet, compoundV2, lido, rocketPool, vault, morphoBlue, positions],
  ...[theGraph, eigenLayer, stakes, maker, liquity, nodeRewards, rewards, farms],
  ...[wrappedCoin, deal, claims, plain],
];
