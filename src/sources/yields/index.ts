import type { Config } from "../../config/schema.ts";
import { Refusal } from "../../errors.ts";
import { aaveV3 } from "./aave-v3/aave-v3.ts";
import { balance } from "./balance.ts";
import { compoundV3 } from "./compound-v3/compound-v3.ts";
import { dsr } from "./dsr.ts";
import { erc4626 } from "./erc4626.ts";
import { lido } from "./lido/lido.ts";
import { masterchef } from "./masterchef/masterchef.ts";
import { reth } from "./reth.ts";
import type { YieldKind, YieldSource } from "./source.ts";
import { stakingRewards } from "./staking-rewards.ts";
import { uniswapV2 } from "./uniswap-v2/uniswap-v2.ts";
import { uniswapV3 } from "./uniswap-v3/uniswap-v3.ts";
import { vesting } from "./vesting.ts";

/** The kinds of positions there are. */
export const yieldKinds: readonly YieldKind[] = [
  erc4626,
  aaveV3,
  compoundV3,
  uniswapV2,
  uniswapV3,
  lido,
  reth,
  dsr,
  stakingRewards,
  masterchef,
  vesting,
  balance,
];

/** The config's positions, in its order. */
export function listYieldSources(config: Config): YieldSource[] {
  return Object.keys(config.positions).map((name) => findYieldSource(config, name));
}

/** The position of that name; throws Refusal where there is none. */
export function findYieldSource(config: Config, name: string): YieldSource {
  const settings = Object.hasOwn(config.positions, name) ? config.positions[name] : undefined;
  const kind = yieldKinds.find((one) => one.kind === settings?.kind);
  if (settings && kind) return kind.bind(name, settings);
  throw new Refusal(`There is no position "${name}" in the config.`);
}
