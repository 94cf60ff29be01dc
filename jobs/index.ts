import type { Job } from "../src/scheduler/scheduler.ts";
import { admitWallets } from "./admit-wallets.ts";
import { advanceProposals } from "./advance-proposals.ts";
import { closeVotes } from "./close-votes.ts";
import { deliverOutbox } from "./deliver-outbox.ts";
import { followExecutions } from "./follow-executions.ts";
import { postReports } from "./post-reports.ts";
import { promiseVsChain } from "./promise-vs-chain.ts";
import { readRewards } from "./read-rewards.ts";
import { readYields } from "./read-yields.ts";
import { remindVoters } from "./remind-voters.ts";
import { warnQuorum } from "./warn-quorum.ts";
import { warnWindows } from "./warn-windows.ts";
import { watchExecutors } from "./watch-executors.ts";
import { watchNodes } from "./watch-nodes.ts";
import { watchTreasury } from "./watch-treasury.ts";

/** Every job there is. Adding one means its file and its line here. */
export const jobs: readonly Job[] = [
  advanceProposals,
  admitWallets,
  closeVotes,
  remindVoters,
  warnQuorum,
  readRewards,
  watchNodes,
  readYields,
  watchTreasury,
  followExecutions,
  watchExecutors,
  promiseVsChain,
  warnWindows,
  postReports,
  deliverOutbox,
];
