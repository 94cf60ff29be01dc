import { castVote } from "../../src/actions/votes/cast-vote.ts";
import { closeVote } from "../../src/actions/votes/close-vote.ts";
import { createTestApp, interactionAt, START, type TestApp } from "./app.ts";
import { link, openFeeVote, wallets } from "./members.ts";
import { ids, testConfig } from "./test-config.ts";

/** An app in which a vote to set the operator fee to 12 % has passed; its hand-off takes so many treasurers. */
export async function passedVote(treasurers: 1 | 2 = 1): Promise<TestApp> {
  const app = createTestApp({ config: testConfig({ handoffs: { treasurers } }) });
  link(app, ids.ada, wallets.ada, 60n);
  await openFeeVote(app);
  const interaction = interactionAt(START * 1000);
  await castVote(app, { interaction, proposal: 1, member: ids.ada, roles: [ids.member], choice: "for" });
  app.set(START + 3_660);
  closeVote(app, 1);
  return app;
}

/** A treasurer's click, now. */
export const treasurerClick = (app: TestApp) => ({
  interaction: interactionAt(app.now() * 1000),
  roles: [ids.treasurer],
});
