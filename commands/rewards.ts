import {
  describeFleetRewards,
  describeNodeRewards,
  describeOwnRewards,
} from "../src/actions/rewards/describe-rewards.ts";
import { listNodeNames } from "../src/actions/rewards/list-node-names.ts";
import { bare } from "../src/core/sanitize.ts";
import { fleetCard, nodesCard, noNodesCard } from "../src/discord/cards/rewards.ts";
import { command } from "../src/discord/command.ts";
import { limits } from "../src/discord/limits.ts";
import { syncReply } from "../src/discord/sync-reply.ts";

/** `/rewards`: one's own nodes; or one node, or all. */
export const rewards = command({
  data: {
    name: "rewards",
    description: "See what your nodes were paid in the last 7 and 30 days",
    options: {
      node: { type: "string", description: "One node, whoever owns it", maxLength: 100 },
      fleet: { type: "boolean", description: "All nodes instead of yours" },
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
  },
  run(app, { member, options: { node, fleet, sync } }) {
    const { timeZone } = app.config;
    if (sync === true) return syncReply(app, member.roles);
    if (node !== undefined) return nodesCard(`Node ${bare(node, 60)}`, describeNodeRewards(app, node.trim()), timeZone);
    if (fleet === true) return fleetCard(describeFleetRewards(app), timeZone);
    const { wallets, views } = describeOwnRewards(app, member.id);
    return views.length === 0 ? noNodesCard(wallets) : nodesCard("Your nodes", views, timeZone);
  },
});
