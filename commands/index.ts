import type { Command } from "../src/discord/command.ts";
import { call } from "./call.ts";
import { delegate } from "./delegate.ts";
import { execute } from "./execute.ts";
import { freeze } from "./freeze.ts";
import { createHelp } from "./help.ts";
import { notify } from "./notify.ts";
import { parameters } from "./parameters.ts";
import { poll } from "./poll.ts";
import { proposalCommand } from "./proposal.ts";
import { proposals } from "./proposals.ts";
import { propose } from "./propose.ts";
import { report } from "./report.ts";
import { rewards } from "./rewards.ts";
import { rules } from "./rules.ts";
import { transfer } from "./transfer.ts";
import { treasury } from "./treasury.ts";
import { vote } from "./vote.ts";
import { wallet } from "./wallet.ts";

const all: readonly Command[] = [
  propose,
  transfer,
  call,
  poll,
  vote,
  delegate,
  proposals,
  proposalCommand,
  parameters,
  rules,
  rewards,
  treasury,
  wallet,
  notify,
  execute,
  freeze,
  report,
];

/** Every command there is. Adding one means its file and its line above. */
export const commands: readonly Command[] = [...all, createHelp(all)];
