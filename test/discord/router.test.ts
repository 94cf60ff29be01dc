import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { addOutbox, findOutbox, setOutbox } from "../../db/outbox.ts";
import { messageOf, modalOf } from "../../sandbox/discord/person.ts";
import { buttonsOf, textOf } from "../../sandbox/discord/read-message.ts";
import { SERVER } from "../../sandbox/people.ts";
import { type Command, command } from "../../src/discord/command.ts";
import { button, container, download, row, text } from "../../src/discord/components.ts";
import { sealId } from "../../src/discord/custom-id.ts";
import { messageBody } from "../../src/discord/message-body.ts";
import { say } from "../../src/discord/reply.ts";
import { Refusal, Repeated, Transient } from "../../src/errors.ts";
import { onInteraction } from "../../src/telemetry.ts";
import { createDiscordWorld } from "../support/discord-world.ts";

const general = { channel: SERVER.channels.general };

/** A command that does what the test says. */
function doing(run: Command["run"], more: Partial<Command> = {}): Command {
  const made = command({
    data: { name: "do", description: "Does it." },
    audience: "everyone",
    run: () => say("good", ""),
  });
  return { ...made, ...more, run };
}

const call = { name: "do", options: {} } as const;

test("default: an answer is private unless the command says otherwise", async () => {
  const { person } = await createDiscordWorld([doing(() => say("good", "done"))]);
  expect((await person("ada").command(call.name, {}, general)).outcome).toMatchObject({
    kind: "message",
    ephemeral: true,
  });
});

test("behavior: a public command answers for everybody, but its refusal is private", async () => {
  let refuse = false;
  const run = () => {
    if (refuse) throw new Refusal("Not now.", { hint: "Later." });
    return say("good", "done");
  };
  const { person } = await createDiscordWorld([doing(run, { visibility: "public" })]);
  expect((await person("ada").command(call.name, {}, general)).outcome).toMatchObject({ ephemeral: false });
  refuse = true;
  const { outcome } = await person("ada").command(call.name, {}, general);
  expect(outcome).toMatchObject({ kind: "message", ephemeral: true });
  expect(outcome.kind === "message" && textOf(outcome.message)).toBe("Not now.\n-# Later.");
});

test("behavior: what takes longer than Discord waits is announced, then answered with its files", async () => {
  const slow = async () => {
    await sleep(1_800);
    const file = { name: "figures.csv", data: Buffer.from("a,b\n"), description: "Figures" };
    return { components: [container("good", text("at last"), download("figures.csv"))], files: [file] };
  };
  const { person, discord } = await createDiscordWorld([doing(slow)]);
  const early = await person("ada").command(call.name, {}, { ...general, early: true });
  expect(early.outcome).toEqual({ kind: "deferred", ephemeral: true });
  const { outcome } = await person("ben").command(call.name, {}, general);
  if (outcome.kind !== "message" && outcome.kind !== "updated") throw new Error(outcome.kind);
  expect(textOf(outcome.message)).toContain("at last");
  expect(outcome.message.attachments[0]).toMatchObject({ filename: "figures.csv", description: "Figures" });
  expect(discord.state.rejections).toEqual([]);
});

test("error: a remote that fails is named, and a bug shows its reference and nothing else", async () => {
  const failures = [new Transient("Local chain cannot be reached."), new Error("SECRET in db/ballots.ts:7")];
  const { app, person } = await createDiscordWorld([
    doing(() => {
      throw failures.shift();
    }),
  ]);
  const passing = textOf(messageOf(await person("ada").command(call.name, {}, general)));
  expect(passing).toBe("Local chain cannot be reached.\n-# Nothing was changed. Please try again in a minute.");
  const bug = await person("ada").command(call.name, {}, general);
  const reference = BigInt(bug.interactionId).toString(36);
  expect(textOf(messageOf(bug))).toContain(`\`${reference}\``);
  expect(textOf(messageOf(bug))).not.toContain("SECRET");
  const [logged, ...rest] = app.logged.filter(({ level }) => level === "error");
  expect(rest).toEqual([]);
  expect(logged?.facts).toMatchObject({ reference, error: { message: "SECRET in db/ballots.ts:7" } });
});

test("behavior: an interaction delivered twice acts and is answered once", async () => {
  const seen = new Set<string>();
  const run: Command["run"] = (_app, { interaction }) => {
    if (seen.has(interaction.id)) throw new Repeated("again");
    seen.add(interaction.id);
    return say("good", "done");
  };
  const { app, person, discord } = await createDiscordWorld([doing(run)]);
  const delivered: object[] = [];
  discord.state.events.subscribe((event) => {
    if (event.kind === "interaction") delivered.push(event.payload);
  });
  expect(textOf(messageOf(await person("ada").command(call.name, {}, general)))).toBe("done");
  const [payload] = delivered;
  if (payload === undefined) throw new Error("nothing was delivered");
  discord.state.events.publish({ kind: "interaction", payload });
  await expect
    .poll(() => app.logged.map(({ message }) => message))
    .toContain("interaction delivered again; its first delivery is answered");
  expect(discord.state.rejections).toEqual([]);
});

test("behavior: an answer whose confirmation is lost is given once more, and counts once", async () => {
  let runs = 0;
  const { app, person, fault } = await createDiscordWorld([
    doing(() => {
      runs += 1;
      return say("good", "done");
    }),
  ]);
  for (const failure of [
    { kind: "reset", stored: true },
    { kind: "reset" },
    { kind: "5xx", code: 502 },
    { kind: "store-then-502" },
  ]) {
    runs = 0;
    await fault({ ...failure, match: { method: "POST", path: "/callback" } });
    expect(textOf(messageOf(await person("ada").command(call.name, {}, general)))).toBe("done");
    expect(runs).toBe(1);
  }
  expect(app.logged.filter(({ level }) => level === "warn" || level === "error")).toEqual([]);
});

test("error: an answer that comes too late undoes nothing and is no alarm", async () => {
  const { app, person, discord } = await createDiscordWorld([
    doing(async () => {
      await sleep(400);
      return say("good", "done");
    }),
  ]);
  discord.state.limits.ackMs = 200;
  expect((await person("ada").command(call.name, {}, general)).outcome.kind).toBe("failed");
  await expect
    .poll(() => app.logged.find(({ message }) => message.startsWith("answer came too late"))?.level)
    .toBe("info");
  expect(app.logged.filter(({ level }) => level === "warn" || level === "error")).toEqual([]);
});

test("behavior: a form is opened, filled in and answered by its own kind", async () => {
  const form = doing((_app, { seal }) => ({
    modal: { id: seal("name", 7), title: "Name", fields: [{ id: "name", label: "Name", style: "short" as const }] },
  }));
  const named: Command = {
    ...form,
    modals: { name: { run: (_app, { args, fields }) => say("good", `${args[0]} is ${fields["name"]}`) } },
  };
  const { person } = await createDiscordWorld([named]);
  const opened = await person("ada").command(call.name, {}, general);
  expect(modalOf(opened)).toMatchObject({ title: "Name" });
  expect(textOf(messageOf(await person("ada").submit(opened, { name: "Seven" })))).toBe("7 is Seven");
});

const personal = doing((_app, { seal }) => ({ components: [row(button({ label: "Press", id: seal("mine", 1) }))] }), {
  visibility: "public",
  buttons: {
    mine: { on: "personal", run: (_app, { args }) => ({ ...say("good", `pressed ${args[0]}`), replace: true }) },
    vote: { on: "card", audience: "member", run: () => say("good", "counted") },
  },
});

test("behavior: a personal button works for the one it was made for, and for nobody else", async () => {
  const { person } = await createDiscordWorld([personal]);
  const message = messageOf(await person("ada").command(call.name, {}, general));
  expect(textOf(messageOf(await person("ben").click(message, "Press")))).toContain("was not made for you by Steward");
  const pressed = await person("ada").click(message, "Press");
  expect(pressed.outcome.kind).toBe("updated");
  expect(textOf(messageOf(pressed))).toBe("pressed 1");
});

test("error: forged, foreign and outdated ids are refused in one sentence each", async () => {
  const { app, person } = await createDiscordWorld([personal]);
  const message = messageOf(await person("ada").command(call.name, {}, general));
  const said = async (id: string) => textOf(messageOf(await person("ada").forge(message, id)));
  const [genuine] = buttonsOf(message);
  const card = sealId(app.sign, { server: app.config.server, member: undefined }, "vote", [1, "for"]);
  expect(await said(`${genuine?.customId}x`)).toContain("was not made for you by Steward");
  expect(await said(card.replace("for", "against"))).toContain("was not made for you by Steward");
  expect(await said(card)).toContain("This button does not belong to this message");
  expect(await said("v0:vote:1:for:abc")).toContain("This card is outdated.");
  expect(await said("v1:gone:1:abc")).toContain("This card is outdated.");
  expect(await said("nonsense")).toContain("This card is outdated.");
});

test("behavior: only what a handler answers to becomes the name in the figures", async () => {
  const { person } = await createDiscordWorld([personal]);
  const seen: string[] = [];
  onTestFinished(onInteraction(({ command: name }) => seen.push(name)));
  const message = messageOf(await person("ada").command(call.name, {}, general));
  for (const id of ["v1:mine:1:abc", "v1:made-up:1:abc", "nonsense"]) await person("ada").forge(message, id);
  await expect.poll(() => seen).toEqual(["/do", "mine", "unknown", "unknown"]);
});

test("behavior: a card's button counts only on the message the outbox posted, and by the roles at the click", async () => {
  const { app, person, discord } = await createDiscordWorld([personal]);
  const id = sealId(app.sign, { server: app.config.server, member: undefined }, "vote", [1, "for"]);
  const body = messageBody({ components: [row(button({ label: "For", id }))] });
  const { messageId } = await app.discord.post(SERVER.channels.proposals, { body, files: [] }, "nonce");
  const [card] = await person("ada").messages(SERVER.channels.proposals);
  if (card === undefined) throw new Error("no card");
  expect(textOf(messageOf(await person("ada").click(card, "For")))).toContain("not the one Steward keeps up to date");

  const destination = SERVER.channels.proposals;
  addOutbox(app.db, { key: "card", kind: "proposal-card", refs: { proposal: 1 }, destination, now: app.now() });
  // The note that the card was posted comes while the click is being judged.
  const pressed = person("ada").click(card, "For");
  await sleep(100);
  setOutbox(app.db, findOutbox(app.db, "card")?.id ?? 0, { state: "posted", channel: destination, message: messageId });
  expect(textOf(messageOf(await pressed))).toBe("counted");

  expect(textOf(messageOf(await person("nils").click(card, "For")))).toContain("This is for members only.");
  const ada = discord.state.accounts.get(person("ada").id);
  if (ada !== undefined) ada.roles = [];
  expect(textOf(messageOf(await person("ada").click(card, "For")))).toContain("This is for members only.");
});

test("behavior: what cannot be completed in time offers nothing", async () => {
  const completing = command({
    data: { name: "do", description: "Does it.", options: { what: { type: "string", description: "What." } } },
    audience: "everyone",
    autocomplete: {
      what: async (_app, { typed }) => {
        if (typed === "slow") await sleep(1_500);
        if (typed === "broken") throw new Error("no");
        return Array.from({ length: 40 }, (_, index) => ({
          name: `${typed} ${"long ".repeat(40)}`,
          value: `${index}`,
        }));
      },
    },
    run: () => say("good", "done"),
  });
  const { person } = await createDiscordWorld([completing]);
  const offered = (what: string) => person("ada").autocomplete("do", { what }, "what", general);
  expect(await offered("a")).toHaveLength(25);
  expect(await offered("slow")).toEqual([]);
  expect(await offered("broken")).toEqual([]);
});
