import { collectRewards, findFiled } from "../src/actions/nodes/collect-rewards.ts";
import { describeBoard } from "../src/actions/nodes/describe-board.ts";
import { describeFleet } from "../src/actions/nodes/describe-fleet.ts";
import { describeNode } from "../src/actions/nodes/describe-node.ts";
import { describeOwnNow } from "../src/actions/nodes/describe-own.ts";
import { listNodeNames } from "../src/actions/nodes/list-node-names.ts";
import { listRegionNames } from "../src/actions/nodes/list-regions.ts";
import { bare } from "../src/core/sanitize.ts";
import { boardCard } from "../src/discord/cards/rewards/board.ts";
import { csvCard } from "../src/discord/cards/rewards/csv.ts";
import { fleetCard } from "../src/discord/cards/rewards/fleet.ts";
import { nodeCard } from "../src/discord/cards/rewards/node.ts";
import { ownCard } from "../src/discord/cards/rewards/own.ts";
import { command } from "../src/discord/command.ts";
import { limits } from "../src/discord/limits.ts";
import { syncReply } from "../src/discord/sync-reply.ts";

/** `/rewards`: one's own nodes; or one node, or all, or who earned most. */
export const rewards = command({
  data: {
    name: "rewards",
    description: "See what your nodes earned, and how that compares",
    options: {
      node: { type: "string", description: "One node in full, whoever owns it", maxLength: 100 },
      fleet: { type: "boolean", description: "All nodes instead of yours" },
      board: { type: "string", description: "Who earned most: in a region, or all", maxLength: 100 },
      csv: { type: "boolean", description: "The same as a file: every reward, one line each" },
      sync: { type: "boolean", description: "How far rewards have been read, live" },
    },
  },
  audience: "everyone",
  autocomplete: {
    node: (app, { typed }) =>
      listNodeNames(app, typed, limits.choices).map(({ label, value }) => ({
        name: bare(label, limits.choiceName),
        value,
      })),
    board: (app, { typed }) =>
      listRegionNames(app, typed, limits.choices).map((region) => ({
        name: bare(region, limits.choiceName),
        value: region,
      })),
  },
  async run(app, { member, options }) {
    const { timeZone } = app.config;
    const { fleet, csv, sync } = options;
    const [node, board] = [options.node?.trim(), options.board?.trim()];
    if (sync === true) return syncReply(app, member.roles);
    if (csv === true) return csvCard(collectRewards(app, findFiled(app, { node, board, fleet }, member.id)));
    if (node !== undefined) return nodeCard(await describeNode(app, node, member.id), timeZone);
    if (board !== undefined) return boardCard(await describeBoard(app, board, member.id));
    if (fleet === true) return fleetCard(await describeFleet(app), timeZone);
    return ownCard(await describeOwnNow(app, member.id), timeZone);
  },
});
