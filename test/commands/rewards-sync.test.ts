import { expect, test } from "vitest";
import { rewards } from "../../commands/rewards.ts";
import { putRun } from "../../db/runs.ts";
import { messageOf } from "../../sandbox/discord/person.ts";
import { textOf } from "../../sandbox/discord/read-message.ts";
import { SERVER } from "../../sandbox/people.ts";
import type { App } from "../../src/app.ts";
import type { Reply } from "../../src/discord/command.ts";
import { syncReply } from "../../src/discord/sync-reply.ts";
import { rewardKinds } from "../../src/sources/rewards/index.ts";
import { createTestApp } from "../support/app.ts";
import { createDiscordWorld } from "../support/discord-world.ts";
import { ids, registry, testConfig } from "../support/test-config.ts";

const general = { channel: SERVER.channels.general };

const settings = {
  tokens: { helio: { symbol: "HELIO", decimals: 18, address: registry, chain: 31_337 } },
  rewards: {
    nodes: {
      ...{ kind: "event", chain: 31_337, label: "Node rewards", contract: registry, token: "helio" },
      ...{
        event: "event Paid(uint256 node, address owner, uint256 amount)",
        node: "node",
        recipient: "owner",
        amount: "amount",
      },
    },
  },
} as const;

const config = testConfig(settings as never, { rewards: rewardKinds });
const words = (reply: Reply) => JSON.stringify(reply.components);

test("default: everybody sees in private how far rewards are read, and starts nothing by it", async () => {
  const { app, person } = await createDiscordWorld([rewards]);
  Object.assign(app, { config: { ...app.config, rewards: config.rewards, tokens: config.tokens } });
  const answer = await person("ada").command("rewards", { sync: true }, general);
  expect(answer.outcome).toMatchObject({ kind: "message", ephemeral: true });
  const text = textOf(messageOf(answer));
  expect(text).toContain("Nothing has been booked yet.");
  expect(text).toMatch(/As of <t:\d+:f>/);
  expect(app.woken).toEqual([]);
});

test("behavior: maintainers and treasurers have sources read, and the answer follows until the run is done", async () => {
  const app = createTestApp({ config });
  const reply = syncReply(app as App, [ids.treasurer]);
  expect(app.woken).toEqual(["read-rewards"]);
  expect(words(reply)).toContain("They are being looked at now");
  expect(await reply.changing?.next()).toMatchObject({ more: true });
  app.pass(5);
  putRun(app.db, {
    job: "read-rewards",
    startedAt: app.now() - 1,
    finishedAt: app.now(),
    failure: "Transient: No provider answers.",
  });
  const last = await reply.changing?.next();
  expect(last?.more).toBe(false);
  expect(words(last?.reply as Reply)).toContain("one of them failed: No provider answers");
  expect(syncReply(app as App, [ids.member]).changing).toBeUndefined();
});

test("boundary: where nothing is watched the answer says so and starts nothing that follows", () => {
  const app = createTestApp();
  expect(words(syncReply(app as App, []))).toContain("No reward sources are watched");
});
