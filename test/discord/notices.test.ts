import { expect, test } from "vitest";
import { commands } from "../../commands/index.ts";
import { addExecution, VALUE_CHECK } from "../../db/executions.ts";
import { messageOf } from "../../sandbox/discord/person.ts";
import { SERVER } from "../../sandbox/people.ts";
import { prepareHandoff } from "../../src/actions/handoffs/prepare-handoff.ts";
import { closeVote } from "../../src/actions/votes/close-vote.ts";
import { renderNotice } from "../../src/discord/notices.ts";
import { interactionAt } from "../support/app.ts";
import { createDiscordWorld, personNamed } from "../support/discord-world.ts";
import { expectAccepted, shownText } from "../support/message-check.ts";

const block = { block: 1_200n, blockHash: `0x${"ab".repeat(32)}` as const, transaction: null };

/** A world whose one proposal has passed and was handed off, by a crew that votes by role. */
async function handedOff() {
  const world = await createDiscordWorld(commands, {
    electorates: { crew: { kind: "role", roles: [...personNamed("ada").roles] } },
    rulePacks: { crew: { title: "Crew", quorum: { kind: "absolute", weight: "1" } } },
    voting: { rulePack: "crew", electorate: "crew", periodSeconds: 3_600 },
  });
  const { app } = world;
  const general = { channel: SERVER.channels.general };
  messageOf(await world.person("ada").command("propose", { parameter: "operator-fee", value: "12 %" }, general));
  messageOf(await world.person("ada").command("vote", { proposal: 1, choice: "for" }, general));
  app.pass(3_700);
  closeVote(app, 1);
  const { id: treasurer, roles } = personNamed("theo");
  await prepareHandoff(app, { interaction: interactionAt(Date.now()), proposal: 1, treasurer, roles });
  return { ...world, app };
}

test("default: every notice of a proposal's life renders from its stored facts", async () => {
  const { app } = await handedOff();
  const at = app.now();
  const before = await renderNotice(app, "handed-off", { handoff: 1 }, "mark");
  expect(shownText(before)).toContain("setOperatorFeeBps(value: 1200)");
  addExecution(app.db, {
    handoff: 1,
    state: "queued",
    ...block,
    at,
    facts: { clock: "timestamp", eta: String(at + 60) },
  });
  const facts = { result: "MISMATCH", "voted:operator-fee": "1200", "found:operator-fee": "1100" };
  addExecution(app.db, { handoff: 1, state: VALUE_CHECK, ...block, at, facts });
  const shown = async (kind: string, refs: Record<string, number>) => {
    const message = await renderNotice(app, kind, refs, "mark");
    expectAccepted(message);
    expect(shownText(message).endsWith("-# steward · mark")).toBe(true);
    return shownText(message);
  };
  expect(await shown("proposal-card", { proposal: 1 })).toContain("**Passed, on its way to the chain**");
  expect(await shown("vote-closed", { proposal: 1 })).toContain("-# 1 member of 1 member needed");
  expect(await shown("reminder", { proposal: 1 })).toContain(`<#${SERVER.channels.proposals}>`);
  expect(await shown("handed-off", { handoff: 1 })).toContain("There is nothing to sign now.");
  expect(await shown("execution", { handoff: 1, seq: 1 })).toContain(`<t:${at + 60}:f>`);
  expect(await shown("value-check", { handoff: 1, seq: 2 })).toContain("voted 12 %, on chain **11 %** ✗");
  expect(await shown("alarm", { outbox: 1 })).toContain("A message could not be posted");
});

test("error: a notice about facts that are not there is refused, one without its reference is a fault", async () => {
  const { app } = await createDiscordWorld([]);
  await expect(renderNotice(app, "proposal-card", { proposal: 9 }, "m")).rejects.toThrow("There is no proposal #9.");
  await expect(renderNotice(app, "proposal-card", {}, "m")).rejects.toThrow('lacks its reference "proposal"');
});
