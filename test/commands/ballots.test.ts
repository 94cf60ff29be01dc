import { expect, test } from "vitest";
import { commands } from "../../commands/index.ts";
import { listBallots, listCurrentBallots } from "../../db/ballots.ts";
import { addWallet } from "../../db/wallets.ts";
import type { SeenMessage } from "../../sandbox/discord/act/view.ts";
import { type Deed, messageOf, modalOf } from "../../sandbox/discord/person.ts";
import { buttonsOf, componentsOf, textOf } from "../../sandbox/discord/read-message.ts";
import { ROLES, SERVER, walletOf } from "../../sandbox/people.ts";
import { beginProposal } from "../../src/actions/proposals/begin-proposal.ts";
import { bundleVote, findRoot } from "../../src/actions/votes/bundle-vote.ts";
import { closeVote } from "../../src/actions/votes/close-vote.ts";
import type { ConfigInput } from "../../src/config/schema.ts";
import type { Bundle } from "../../src/core/governance/bundle/bundle.ts";
import { verifyBundle } from "../../src/core/governance/bundle/verify-bundle.ts";
import { interactionAt } from "../support/app.ts";
import { createDiscordWorld, personNamed } from "../support/discord-world.ts";

const general = { channel: SERVER.channels.general };
const quorum = { kind: "absolute", weight: "0" };
const ranking = { quorum, elimination: "earliest-round", majorityBase: "continuing" };
const rulePacks = {
  standard: { title: "Standard", quorum: { kind: "share", share: "4 %" } },
  final: { title: "Final", quorum: { kind: "share", share: "4 %" }, ballots: "final" },
  one: { title: "One", counting: "single-choice", tie: "none", quorum },
  approval: { title: "Approval", counting: "approval", tie: "none", quorum },
  full: { title: "Full", counting: "ranked", partial: false, ...ranking },
  partial: { title: "Partial", counting: "ranked", partial: true, ...ranking },
  pairs: { title: "Pairs", counting: "condorcet", partial: false, tieBreak: "none", quorum },
  split: { title: "Split", counting: "weighted", tie: "none", quorum },
  roots: { title: "Roots", counting: "quadratic", tie: "none", rootDecimals: 6, quorum },
} as ConfigInput["rulePacks"];

/** A world in which Ada and Ben have linked wallets, and one poll by these rules is open. */
async function pollBy(rules: string, ...choices: string[]) {
  const world = await createDiscordWorld(commands, { rulePacks } as Partial<ConfigInput>);
  const { app } = world;
  for (const name of ["ada", "ben"]) {
    const { address } = walletOf(personNamed(name));
    addWallet(app.db, { address, member: personNamed(name).id, linkedAt: app.now(), message: "", signature: "0x" });
    app.votes.set(address, personNamed(name).helio * 10n ** 18n);
  }
  const { id } = await beginProposal(app, {
    ...{ interaction: interactionAt(Date.now() - 1_000), author: personNamed("ada").id, roles: [ROLES.member] },
    poll: { question: "Where to build?", choices, rules },
  });
  await world.deliver();
  const card = (await world.person("ben").messages(SERVER.channels.proposals))[0] as SeenMessage;
  const ballots = () => listBallots(app.db, id).map(({ member, choice }) => [member, choice]);
  return { ...world, id, card, ben: world.person("ben"), ada: world.person("ada"), ballots };
}

const BEN = personNamed("ben").id;
const shown = (deed: Deed) => textOf(messageOf(deed));
const labels = (message: SeenMessage) => buttonsOf(message).map(({ label }) => label);
const optionsOf = (message: SeenMessage) =>
  componentsOf(message)
    .filter(({ type }) => type === 3)
    .flatMap(({ options }) => options as { label: string; value: string; default?: boolean }[]);
const fieldsOf = (deed: Deed) =>
  (modalOf(deed).components as { label: string; description?: string; component: Record<string, unknown> }[]).map(
    ({ label, description, component }) => ({ label, description, value: component["value"] }),
  );

test("default: one choice is picked, confirmed and cast", async () => {
  const { ben, card, ballots, discord } = await pollBy("one", "2", "1", "Elm");
  expect(labels(card)).toEqual(["Vote"]);
  const form = messageOf(await ben.click(card, "Vote"));
  expect(form.ephemeral).toBe(true);
  expect(optionsOf(form).map(({ label }) => label)).toEqual(["2", "1", "Elm"]);
  const asked = messageOf(await ben.select(form, ["2"]));
  expect(asked.id).toBe(form.id);
  // The second of the list, although the first is called "2".
  expect(textOf(asked)).toContain("### Your ballot, not cast yet\n1\n");
  expect(ballots()).toEqual([]);
  const receipt = messageOf(await ben.click(asked, "Cast"));
  expect(receipt.id).toBe(form.id);
  expect(textOf(receipt)).toContain("### Your vote counts: 1\nWith 80,000 HELIO on **#1 · Where to build?**.");
  expect(ballots()).toEqual([[BEN, 2]]);
  const again = messageOf(await ben.click(card, "Vote"));
  expect(textOf(again)).toContain("You voted 1. Casting replaces it.");
  expect(discord.state.rejections).toEqual([]);
});

test("default: several are approved of, in whatever order they were tapped", async () => {
  const { ben, card, ballots } = await pollBy("approval", "Oak", "Pine", "Elm");
  const form = messageOf(await ben.click(card, "Vote"));
  const asked = messageOf(await ben.select(form, ["3", "1"]));
  expect(textOf(asked)).toContain("not cast yet\nOak, Elm\n");
  const back = messageOf(await ben.click(asked, "Start again"));
  expect(back.id).toBe(form.id);
  await ben.click(messageOf(await ben.select(back, ["2", "3"])), "Cast");
  expect(ballots()).toEqual([[BEN, [2, 3]]]);
  const changed = messageOf(await ben.click(card, "Vote"));
  expect(optionsOf(changed).map((option) => option.default === true)).toEqual([false, true, true]);
});

test.each(["full", "pairs"])("default: all are ranked one by one, the last by itself (%s)", async (rules) => {
  const { ben, card, ballots, discord } = await pollBy(rules, "Oak", "Pine", "Elm", "Ash");
  const first = messageOf(await ben.click(card, "Vote"));
  expect(textOf(first)).toContain("Your 1st choice?");
  expect(labels(first)).toEqual([]);
  const second = messageOf(await ben.select(first, ["3"]));
  expect(second.id).toBe(first.id);
  expect(textOf(second)).toContain("Your 2nd choice?");
  expect(textOf(second)).toContain("So far: 1\\. Elm");
  expect(optionsOf(second).map(({ label }) => label)).toEqual(["Oak", "Pine", "Ash"]);
  expect(labels(second)).toEqual(["Start again"]);
  const afresh = messageOf(await ben.click(second, "Start again"));
  expect(textOf(afresh)).toContain("Your 1st choice?");
  const two = messageOf(await ben.select(messageOf(await ben.select(afresh, ["4"])), ["1"]));
  const asked = messageOf(await ben.select(two, ["3"]));
  expect(textOf(asked)).toContain("not cast yet\n1\\. Ash · 2. Oak · 3. Elm · 4. Pine\n");
  expect(labels(asked)).toEqual(["Cast", "Start again"]);
  expect(shown(await ben.click(asked, "Cast"))).toContain("Your vote counts: 1\\. Ash · 2. Oak · 3. Elm · 4. Pine");
  expect(ballots()).toEqual([[BEN, [4, 1, 3, 2]]]);
  expect(discord.state.rejections).toEqual([]);
});

test("default: a ranking that may be partial is cast after any place", async () => {
  const { ben, card, ballots } = await pollBy("partial", "Oak", "Pine", "Elm");
  const second = messageOf(await ben.select(messageOf(await ben.click(card, "Vote")), ["2"]));
  expect(labels(second)).toEqual(["Cast", "Start again"]);
  expect(shown(await ben.click(second, "Cast"))).toContain("Your vote counts: 1\\. Pine");
  const next = messageOf(await ben.select(messageOf(await ben.click(card, "Vote")), ["3"]));
  const third = messageOf(await ben.select(next, ["1"]));
  const asked = messageOf(await ben.select(third, ["2"]));
  await ben.click(asked, "Cast");
  expect(ballots()).toEqual([
    [BEN, [2]],
    [BEN, [3, 1, 2]],
  ]);
});

test.each(["split", "roots"])("default: a vote is divided among three in a form (%s)", async (rules) => {
  const { ben, card, ballots, discord } = await pollBy(rules, "Oak", "P".repeat(70), "Elm");
  const form = await ben.click(card, "Vote");
  expect(fieldsOf(form)).toMatchObject([
    { label: "Oak" },
    { label: `${"P".repeat(44)}…`, description: "P".repeat(70) },
    { label: "Elm" },
  ]);
  const asked = messageOf(await ben.submit(form, { "1": "60", "3": "40 %" }));
  expect(asked.ephemeral).toBe(true);
  expect(textOf(asked)).toContain("not cast yet\nOak 60 %, Elm 40 %\n");
  const second = await ben.click(asked, "Start again");
  expect(fieldsOf(second).map(({ value }) => value)).toEqual(["60", undefined, "40"]);
  const changed = messageOf(await ben.submit(second, { "1": "", "2": "1.5", "3": "0.5" }));
  expect(changed.id).toBe(asked.id);
  await ben.click(changed, "Cast");
  expect(ballots()).toEqual([[BEN, { "2": "3", "3": "1" }]]);
  expect(fieldsOf(await ben.click(card, "Vote")).map(({ value }) => value)).toEqual([undefined, "75", "25"]);
  expect(discord.state.rejections).toEqual([]);
});

test.each(["split", "roots"])("default: a vote is divided among twelve, a line each (%s)", async (rules) => {
  const names = Array.from({ length: 12 }, (_, index) => `Site ${index + 1}, north`);
  const { ben, card, ballots, discord } = await pollBy(rules, ...names);
  const form = await ben.click(card, "Vote");
  const lines = String(fieldsOf(form)[0]?.value).split("\n");
  expect(lines[11]).toBe("12. Site 12, north:");
  lines[1] += " 50";
  lines[11] += "30%";
  const asked = messageOf(await ben.submit(form, { lines: [...lines, "3: 20"].join("\n") }));
  expect(textOf(asked)).toContain("Site 2, north 50 %, Site 3, north 20 %, Site 12, north 30 %");
  await ben.click(asked, "Cast");
  expect(ballots()).toEqual([[BEN, { "2": "5", "3": "2", "12": "3" }]]);
  expect(discord.state.rejections).toEqual([]);
});

test("boundary: twenty-five of the longest choices go through every form, and say nothing but their letters", async () => {
  const names = Array.from({ length: 25 }, (_, index) => `**@everyone** ${"`>".repeat(30)}${index}`);
  const { ben, card, ballots, discord } = await pollBy("split", ...names);
  const form = await ben.click(card, "Vote");
  const lines = String(fieldsOf(form)[0]?.value).split("\n");
  const asked = messageOf(
    await ben.submit(form, { lines: lines.map((line, index) => `${line} ${index + 1}`).join("\n") }),
  );
  expect(asked.mention_everyone).toBe(false);
  expect(textOf(asked)).toContain("\\*\\*\\@everyone\\*\\*");
  const receipt = messageOf(await ben.click(asked, "Cast"));
  expect(Object.values(ballots()[0]?.[1] ?? {})).toHaveLength(25);
  const toSign = messageOf(await ben.click(receipt, "Sign it with your wallet"));
  expect(toSign.attachments[0]?.filename).toMatch(/^ballot-\d+\.json$/);
  expect(labels(toSign)).toEqual(["Paste signature"]);
  expect(discord.state.rejections).toEqual([]);
});

test("default: a side that stands once cast is confirmed first; one that can be changed is cast at once", async () => {
  const { ben, ada, card, ballots } = await pollBy("final");
  const asked = messageOf(await ben.click(card, "Against"));
  expect(textOf(asked)).toContain("not cast yet\nAgainst");
  expect(textOf(asked)).toContain("By these rules a ballot stands once it is cast.");
  expect(shown(await ben.click(asked, "Cancel"))).toContain("Nothing was cast.");
  expect(ballots()).toEqual([]);
  const other = messageOf(await ben.click(card, "For"));
  const receipt = messageOf(await ben.click(other, "Cast"));
  expect(labels(receipt)).toEqual(["Sign it with your wallet"]);
  expect(ballots()).toEqual([[BEN, "for"]]);
  expect(shown(await ben.click(card, "Against"))).toContain("You voted For, and by these rules a ballot stands");

  const typed = messageOf(await ada.command("vote", { proposal: 1, choice: "abstain" }, general));
  expect(labels(typed)).toEqual(["Cast", "Cast with a reason", "Cancel"]);
  const why = await ada.click(typed, "Cast with a reason");
  expect(fieldsOf(why)[0]?.description).toBe("Your ballot: Abstain");
  const cast = messageOf(await ada.submit(why, { reason: "No opinion" }));
  expect(cast.id).toBe(typed.id);
  expect(ballots()).toHaveLength(2);

  const changeable = await pollBy("standard");
  expect(shown(await changeable.ben.click(changeable.card, "For"))).toContain("Your vote counts: For");
});

test("error: pressed twice at once, what stands once cast is cast once", async () => {
  const { ben, card, ballots } = await pollBy("final");
  const asked = messageOf(await ben.click(card, "For"));
  const cast = String(buttonsOf(asked)[0]?.customId);
  const said = (await Promise.all([ben.forge(asked, cast), ben.forge(asked, cast)])).map(shown);
  expect(said.filter((text) => text.includes("Your vote counts: For"))).toHaveLength(1);
  expect(said.filter((text) => /You have voted|does not belong to this message/.test(text))).toHaveLength(1);
  expect(ballots()).toEqual([[BEN, "for"]]);
});

test("default: a final ballot typed with its reason is confirmed by the form that shows it", async () => {
  const { ben, app, id } = await pollBy("final");
  const form = await ben.command("vote", { proposal: 1, choice: "yes", reason: "Fair." }, general);
  expect(fieldsOf(form)).toMatchObject([{ description: "Your ballot: For", value: "Fair." }]);
  expect(listBallots(app.db, id)).toEqual([]);
  expect(shown(await ben.submit(form, {}))).toContain("Your vote counts: For");
  expect(listBallots(app.db, id)).toMatchObject([{ choice: "for", reason: "Fair." }]);
});

test("default: a reason is added to a ballot, and changed, as a new ballot with the same choice", async () => {
  const { ben, card, app, id } = await pollBy("split", "0", "1", "2");
  const asked = messageOf(await ben.submit(await ben.click(card, "Vote"), { "1": "3", "2": "1" }));
  const receipt = messageOf(await ben.click(asked, "Cast"));
  expect(labels(receipt)).toEqual(["Add a reason", "Sign it with your wallet"]);
  const told = messageOf(await ben.submit(await ben.click(receipt, "Add a reason"), { reason: "Close to the *grid*" }));
  expect(told.id).toBe(receipt.id);
  expect(textOf(told)).toContain("With your reason");
  expect(textOf(told)).not.toContain("It was");
  const second = await ben.click(told, "Change the reason");
  expect(fieldsOf(second)[0]?.value).toBe("Close to the *grid*");
  await ben.submit(second, { reason: "" });
  expect(listBallots(app.db, id).map(({ choice, reason }) => [choice, reason])).toEqual([
    [{ "1": "3", "2": "1" }, null],
    [{ "1": "3", "2": "1" }, "Close to the *grid*"],
    [{ "1": "3", "2": "1" }, null],
  ]);
  // The form of a ballot that counts no more.
  expect(shown(await ben.forgeSubmit(second, String(modalOf(second)["custom_id"]), { reason: "x" }))).toContain(
    "You have voted again since",
  );
});

test("default: a ballot signed with a wallet is worth more in the file than one that Discord vouches for", async () => {
  const { ben, ada, card, app, id, discord } = await pollBy("full", "Oak", "`Pine` ```", "Elm");
  for (const person of [ben, ada]) {
    const second = messageOf(await person.select(messageOf(await person.click(card, "Vote")), ["2"]));
    await person.click(messageOf(await person.select(second, ["1"])), "Cast");
  }
  const asked = messageOf(await ben.select(messageOf(await ben.click(card, "Vote")), ["2"]));
  const receipt = messageOf(await ben.click(messageOf(await ben.select(asked, ["3"])), "Cast"));
  const toSign = messageOf(await ben.click(receipt, "Sign it with your wallet"));
  expect(textOf(toSign)).toContain(walletOf(personNamed("ben")).address);
  const json = JSON.parse(/```json\n([\s\S]+?)\n```/.exec(textOf(toSign))?.[1] ?? "");
  expect(json.message).toMatchObject({ choice: "1. `Pine` ``` · 2. Elm · 3. Oak", written: "[2,3,1]", member: BEN });
  const signature = await walletOf(personNamed("ben")).signTypedData(json);
  const signed = messageOf(await ben.submit(await ben.click(toSign, "Paste signature"), { signature }));
  expect(signed.id).toBe(toSign.id);
  expect(textOf(signed)).toContain("proves this ballot without Discord");
  expect(shown(await ben.click(receipt, "Sign it with your wallet"))).toContain("signed already");

  app.pass(3_700);
  closeVote(app, id);
  const bundle = JSON.parse(bundleVote(app, id)?.text ?? "") as Bundle;
  const verified = await verifyBundle(bundle, { posted: findRoot(app, id) });
  expect(verified.problems).toEqual([]);
  expect(bundle.ballots.map(({ grade }) => grade)).toEqual(["discord", "discord", "wallet"]);
  expect(shown(await ben.click(receipt, "Sign it with your wallet"))).toContain("This vote has been counted.");
  expect(discord.state.rejections).toEqual([]);
});

test("error: nobody presses another's buttons, and nothing that was not offered is taken", async () => {
  const { ben, ada, card, ballots } = await pollBy("full", "Oak", "Pine", "Elm", "Ash");
  const second = messageOf(await ben.select(messageOf(await ben.click(card, "Vote")), ["2"]));
  const rank = String(componentsOf(second).find(({ type }) => type === 3)?.["custom_id"]);
  expect(shown(await ada.forge(second, rank, ["1"]))).toContain("not made for you");
  expect(shown(await ben.forge(second, rank, ["2"]))).toContain('ranks "Pine" twice');
  for (const value of ["0", "5", "01", "1.0", "Oak", "", "__proto__"])
    expect(shown(await ben.forge(second, rank, [value]))).toMatch(/does not offer that|no choice/);
  expect(shown(await ben.forge(card, rank, ["1"]))).toContain("does not belong to this message");
  const forged = rank.replace(":B:", ":BA:");
  expect(shown(await ben.forge(second, forged, ["1"]))).toContain("not made for you by Steward");
  const asked = messageOf(await ben.select(messageOf(await ben.select(second, ["1"])), ["3"]));
  const cast = String(buttonsOf(asked)[0]?.customId);
  expect(shown(await ada.forge(asked, cast))).toContain("not made for you");
  expect(ballots()).toEqual([]);
  await ben.click(asked, "Cast");
  // Pressed again before the message was seen to change.
  expect(shown(await ben.forge(asked, cast))).toContain("does not belong to this message");
  expect(ballots()).toEqual([[BEN, [2, 1, 3, 4]]]);
});

test("error: what is written in a form is cast only if it says something clear", async () => {
  const { ben, card, ballots } = await pollBy("split", "Oak", "Pine", "Elm");
  const form = await ben.click(card, "Vote");
  const say = async (fields: Record<string, string>) =>
    shown(await ben.forgeSubmit(form, String(modalOf(form)["custom_id"]), fields));
  expect(await say({})).toContain("gives no choice anything");
  expect(await say({ "1": "0", "2": "0" })).toContain("gives no choice anything");
  expect(await say({ "1": "-1" })).toContain("below zero");
  expect(await say({ "1": "1e3" })).toContain("not a number");
  expect(await say({ "1": "12,5" })).toContain("not a number");
  expect(await say({ "1": "half @everyone" })).toContain("not a number");
  expect(await say({ "1": "1000003", "2": "1" })).toContain("a million parts");
  const twelve = await pollBy("split", ...Array.from({ length: 12 }, (_, index) => `Site ${index}`));
  const lines = await twelve.ben.click(twelve.card, "Vote");
  const write = async (text: string) =>
    shown(await twelve.ben.forgeSubmit(lines, String(modalOf(lines)["custom_id"]), { lines: text }));
  expect(await write("01: 5")).toContain("leading zeros");
  expect(await write("2: 5\n2: 6")).toContain("twice");
  expect(await write("2. Site 1: 5\nSite 1 6")).toContain("twice");
  expect(await write("nothing")).toContain("does not say which choice gets how much");
  expect(await write("13: 1")).toContain("no choice");
  const fine = Array.from({ length: 12 }, (_, index) => `${index + 1}: ${60_000 + index * 37}`).join("\n");
  expect(await write(fine)).toContain("more finely than a button can carry");
  expect([...ballots(), ...twelve.ballots()]).toEqual([]);
});

test("error: after the end, before a role and without a wallet no form opens", async () => {
  const { app, card, ben, person } = await pollBy("one", "Oak", "Pine");
  expect(shown(await person("dina").click(card, "Vote"))).toContain("You have no linked wallet.\n-# Link the wallet");
  expect(shown(await person("nils").click(card, "Vote"))).toContain("members only");
  const asked = messageOf(await ben.select(messageOf(await ben.click(card, "Vote")), ["1"]));
  app.db.$client.exec("drop trigger vote_no_update; update vote set opened_at = 1772000000, closes_at = 1772003600");
  expect(shown(await ben.click(card, "Vote"))).toContain("This vote had ended when you clicked.");
  expect(shown(await ben.click(asked, "Start again"))).toContain("This vote had ended when you clicked.");
  expect(shown(await ben.click(asked, "Cast"))).toContain("Your click was not recorded.");
  expect(listCurrentBallots(app.db, 1)).toEqual([]);
});

test("default: while a choice is typed, those that the proposal has are offered, as they are to be written", async () => {
  const offers = async (poll: Awaited<ReturnType<typeof pollBy>>, choice: string, proposal: number | string = 1) =>
    (await poll.ben.autocomplete("vote", { proposal, choice }, "choice", general)).map(({ value }) => value);
  expect(await offers(await pollBy("standard"), "a")).toEqual(["against", "abstain"]);
  expect(await offers(await pollBy("one", "Oak", "Pine", "Elm"), "i")).toEqual(["Pine"]);
  const approval = await pollBy("approval", "Oak", "Pine", "Elm");
  expect(await offers(approval, "")).toEqual(["Oak", "Pine", "Elm"]);
  expect(await offers(approval, "oak, ")).toEqual(["Oak", "Oak, Pine", "Oak, Elm"]);
  expect(await offers(approval, "1, e")).toEqual(["Oak, Pine", "Oak, Elm"]);
  expect(await offers(approval, "oak, oak")).toEqual([]);
  expect(await offers(approval, "", 9)).toEqual([]);
  expect(await offers(await pollBy("full", "Oak", "Pine", "Elm"), "Elm > p")).toEqual(["Elm > Pine"]);
  const split = await pollBy("split", "Oak", "Pine", "Elm");
  expect(await offers(split, "")).toEqual(["Oak 100", "Pine 100", "Elm 100"]);
  expect(await offers(split, "Oak 60, e")).toEqual(["Oak 60, Pine 40", "Oak 60, Elm 40"]);
  const taken = await split.ben.command("vote", { proposal: 1, choice: "Oak 60, Elm 40" }, general);
  expect(shown(taken)).toContain("Your vote counts: Oak 60 %, Elm 40 %");
});
