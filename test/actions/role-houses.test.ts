import { expect, test } from "vitest";
import { bundleVote } from "../../src/actions/votes/bundle-vote.ts";
import { castVote } from "../../src/actions/votes/cast-vote.ts";
import { closeVote } from "../../src/actions/votes/close-vote.ts";
import { verifyBundle } from "../../src/core/governance/bundle/verify-bundle.ts";
import { createTestApp, interactionAt, START, type TestApp } from "../support/app.ts";
import { openFeeVote } from "../support/members.ts";
import { ids, testConfig } from "../support/test-config.ts";

const keeper = "700000000000000501";
const builder = "700000000000000502";
const sided = {
  counting: "for-against-abstain",
  quorum: { kind: "absolute", weight: "1" },
  approval: { share: "50 %", comparison: "more-than" },
};

/** Keepers are listed when the vote opens; builders vote while they carry their role. */
function createApp(): TestApp {
  const houses = { keepers: { ...sided, title: "Keepers" }, builders: { ...sided, title: "Builders" } };
  const config = testConfig({
    electorates: {
      keepers: { kind: "role", roles: [keeper], listed: true },
      builders: { kind: "role", roles: [builder] },
    },
    rulePacks: { standard: { title: "Both", counting: "two-house", houses } },
  });
  const app = createTestApp({ config });
  app.discord.members = [{ id: ids.ada, bot: false, roles: [keeper] }];
  return app;
}

const cast = (app: TestApp, roles: string[]) =>
  castVote(app, {
    ...{ interaction: interactionAt(app.now() * 1000), proposal: 1, member: ids.ada, choice: "for" },
    roles: [ids.member, ...roles],
  });

test("behavior: whoever is listed in one house votes in another by a role too, once it is carried", async () => {
  const app = createApp();
  await openFeeVote(app, { roles: [ids.member, keeper] });
  const weights = (keepers: bigint, builders: bigint) => [
    { house: "keepers", weight: keepers },
    { house: "builders", weight: builders },
  ];
  expect((await cast(app, [keeper])).weights).toEqual(weights(1n, 0n));
  expect((await cast(app, [keeper, builder])).weights).toEqual(weights(1n, 1n));
  expect((await cast(app, [builder])).weights).toEqual(weights(1n, 1n));
  app.set(START + 3_660);
  expect(closeVote(app, 1).decision?.outcome).toBe("passed");
  expect((await verifyBundle(JSON.parse(bundleVote(app, 1)?.text ?? "{}"))).problems).toEqual([]);
});
