import type { Counting, RulePack } from "../rule-pack.ts";
import { aragonEarlyExecution, aragonTokenVoting } from "./aragon.ts";
import { daoDao } from "./dao-dao.ts";
import { dimo, dimoRanked, dimoSelection } from "./dimo.ts";
import { helium } from "./helium.ts";
import { livepeer } from "./livepeer.ts";
import { openZeppelin } from "./open-zeppelin.ts";
import { rocketPool, rocketPoolSnapshot } from "./rocket-pool.ts";
import { snapshotBasic, snapshotCopeland, snapshotRanked } from "./snapshot.ts";

/** Rule packs that come with Steward, by the name a config or a contest calls them. */
export const packs: Readonly<Record<string, RulePack<Counting>>> = {
  "open-zeppelin": openZeppelin,
  "snapshot-basic": snapshotBasic,
  "snapshot-ranked": snapshotRanked,
  "snapshot-copeland": snapshotCopeland,
  "aragon-token-voting": aragonTokenVoting,
  "aragon-early-execution": aragonEarlyExecution,
  "dao-dao": daoDao,
  helium,
  livepeer,
  "rocket-pool": rocketPool,
  "rocket-pool-snapshot": rocketPoolSnapshot,
  dimo,
  "dimo-ranked": dimoRanked,
  "dimo-selection": dimoSelection,
};
