import type { FiledReward } from "../../../actions/nodes/collect-rewards.ts";
import { counted } from "../../../core/counted.ts";
import { rewardsFile } from "../../../reports/tables/rewards-csv.ts";
import type { Reply } from "../../command.ts";
import { container, download, text } from "../../components.ts";
import { limits } from "../../limits.ts";
import { say } from "../../reply.ts";
import { when } from "../../timestamp.ts";

const FILE = "rewards.csv";

/** Room for the rest of the message. */
const REST = 64 * 1_024;

/** A view's rewards as a file: one line each, the newest epoch first; says where it had to be cut, and how to have all of it. */
export async function csvCard(
  batches: AsyncIterable<readonly FiledReward[]>,
  mostBytes: number = limits.file - REST,
): Promise<Reply> {
  const { data, rewards, whole, last } = await rewardsFile(batches, mostBytes);
  if (rewards === 0)
    return say(
      "quiet",
      whole ? "There is no reward to list yet." : "One epoch alone is too much for a file here.",
      ALL,
    );
  const cut = whole
    ? []
    : [
        `**Cut at what Discord takes:** the last one listed is of epoch ${last?.epoch}, ${when(last?.at ?? 0, "d")}.`,
        ALL,
      ];
  const lines = [`### ${counted(rewards, "reward")}, the newest first`, ...cut];
  const description = `${counted(rewards, "reward")}, one line each: node, epoch, time, kind, amount, recipient, transaction`;
  return {
    components: [container(whole ? "quiet" : "waiting", text(...lines), download(FILE))],
    files: [{ name: FILE, data, description }],
  };
}

const ALL = "-# Whoever runs Steward has all of them with `npx steward rewards`.";
