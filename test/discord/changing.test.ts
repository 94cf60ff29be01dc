import { expect, test } from "vitest";
import { textOf } from "../../sandbox/discord/read-message.ts";
import { SERVER } from "../../sandbox/people.ts";
import { command } from "../../src/discord/command.ts";
import { keepChanging } from "../../src/discord/keep-changing.ts";
import { say } from "../../src/discord/reply.ts";
import type { Responder } from "../../src/discord/responder.ts";
import { Transient } from "../../src/errors.ts";
import { createDiscordWorld } from "../support/discord-world.ts";
import { recordingLog } from "../support/live-chain.ts";

const general = { channel: SERVER.channels.general };

test("default: an answer that changes is edited in its place until there is no more to say", async () => {
  let step = 0;
  const next = () => {
    step += 1;
    return { reply: say("open", `step ${step}`), more: step < 3 };
  };
  const counting = command({
    data: { name: "do", description: "Does it." },
    audience: "everyone",
    run: () => ({ ...say("open", "step 0"), changing: { next, everyMs: 20, forMs: 10_000 } }),
  });
  const { person, discord } = await createDiscordWorld([counting]);
  const { outcome } = await person("ada").command("do", {}, general);
  if (outcome.kind !== "message") throw new Error(outcome.kind);
  expect([textOf(outcome.message), outcome.ephemeral]).toEqual(["step 0", true]);
  const shown = () => JSON.stringify(discord.state.channels.get(general.channel)?.messages);
  await expect.poll(shown).toContain("step 3");
  expect([step, discord.state.rejections]).toEqual([3, []]);
});

/** A responder that keeps what it was given, and fails as often as it is told. */
function recording(failures = 0): { respond: Responder; shown: string[]; tries: () => number } {
  const shown: string[] = [];
  let tries = 0;
  const complete: Responder["complete"] = async (reply) => {
    tries += 1;
    if (tries <= failures) throw new Transient("Discord could not be reached.");
    shown.push(JSON.stringify(reply.components));
  };
  return { respond: { complete } as Responder, shown, tries: () => tries };
}

test("behavior: what stays the same is not sent again, and after its time the answer stands", async () => {
  const { respond, shown } = recording();
  const reply = say("open", "as before");
  await keepChanging({ next: () => ({ reply, more: true }), everyMs: 5, forMs: 60 }, respond, recordingLog());
  expect(shown).toHaveLength(1);
});

test("error: an edit that fails is passed over, and three in a row end it", async () => {
  let step = 0;
  const next = () => ({ reply: say("open", String(step++)), more: step < 10 });
  const two = recording(2);
  await keepChanging({ next, everyMs: 1, forMs: 5_000 }, two.respond, recordingLog());
  expect(two.shown).toHaveLength(8);
  step = 0;
  const all = recording(99);
  await keepChanging({ next, everyMs: 1, forMs: 5_000 }, all.respond, recordingLog());
  expect([all.shown, all.tries()]).toEqual([[], 3]);
});
