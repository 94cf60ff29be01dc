import { ponder } from "ponder:registry";
import { reward } from "ponder:schema";

ponder.on("Rewards:RewardPaid", async ({ event, context }) => {
  const { nodeId, owner, epoch, amount } = event.args;
  const { number: block, timestamp: at } = event.block;
  await context.db.insert(reward).values({ id: event.id, node: nodeId, operator: owner, epoch, amount, block, at });
});
