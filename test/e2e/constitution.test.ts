import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Deed, messageOf, modalOf } from "../../sandbox/discord/person.ts";
import { componentsOf, textOf } from "../../sandbox/discord/read-message.ts";
import { SERVER } from "../../sandbox/people.ts";
import { startSandbox } from "../../sandbox/start-sandbox.ts";
import { type Character, createStage, type Stage } from "../../sandbox/story/stage.ts";
import { linkWallet } from "../../sandbox/story/vote.ts";
import { verify } from "../../src/cli/verify.ts";

const { proposals } = SERVER.channels;
const DAY = 86_400;
const NEW_COLLECTOR = "0x90F79bf6EB2c4f870365E785982E1f101E93b906";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let stage: Stage;
let [ada, ben, chloe, mara, theo, tess, nils]: Character[] = [];

beforeAll(async () => {
  sandbox = await startSandbox();
  stage = createStage(sandbox);
  [ada, ben, chloe, mara, theo, tess, nils] = ["ada", "ben", "chloe", "mara", "theo", "tess", "nils"].map(
    stage.character,
  );
  for (const who of [ada, ben, chloe, theo, tess]) await linkWallet(who as Character);
}, 60_000);
afterAll(() => sandbox.stop());

const said = (deed: Deed) => textOf(messageOf(deed));
const at = (who: Character | undefined) => (who as Character).at;
const command = (
  who: Character | undefined,
  name: string,
  options: Record<string, string | number | boolean>,
  subcommand?: string,
) => at(who).command(name, options, { channel: proposals, ...(subcommand && { subcommand }) });
const find = (what: string, fits: (text: string) => boolean) =>
  stage.find(ada as Character, proposals, what, (_, text) => fits(text));

/** The value of the option of a select that has this label. */
function optionOf(deed: Deed, label: string): string {
  const select = componentsOf(messageOf(deed)).find(({ type }) => type === 3);
  const options = (select?.options ?? []) as { label: string; value: string }[];
  const option = options.find((one) => one.label.includes(label));
  if (option === undefined) throw new Error(`no option ${label}`);
  return option.value;
}

const choose = (who: Character | undefined, deed: Deed, label: string) =>
  at(who).select(messageOf(deed), [optionOf(deed, label)]);

async function fileOf(text: RegExp): Promise<string> {
  const post = await find("the closing post", (shown) => text.test(shown) && shown.includes("verify"));
  const file = post.attachments.find(({ filename }) => filename.endsWith(".json"));
  const path = join(tmpdir(), `${process.pid}-${file?.filename}`);
  writeFileSync(path, Buffer.from(await (await fetch(file?.url ?? "")).arrayBuffer()));
  return path;
}

test("default: a constitution's change goes from its sponsors over review, edit, vote and timelock to a veto", async () => {
  const begun = await command(ada, "propose", {
    parameter: "fee-collector",
    value: NEW_COLLECTOR,
    reason: "The treasury moved.",
  });
  expect(said(begun)).toContain("needs sponsors");
  const card = await find(
    "the draft's card",
    (text) => text.includes("Fee collector") && text.includes("Looking for sponsors"),
  );
  expect(said(await at(ada).click(card, "Sponsor"))).toContain("It looks for more sponsors");
  expect(said(await at(nils).click(card, "Sponsor"))).toContain("for members only");
  expect(said(await at(theo).click(card, "Sponsor"))).toContain("It goes on its way");
  const form = await command(ada, "proposal", { proposal: 1 }, "edit");
  expect(JSON.stringify(modalOf(form))).toContain("The treasury moved.");
  expect(said(await at(ada).submit(form, { value: NEW_COLLECTOR, reason: "The treasury moved in May." }))).toContain(
    "#1",
  );
  await find("the edit on the card", (text) => text.includes("In review") && text.includes("moved in May"));
  await stage.passTime(2 * DAY + 5);
  const open = await find("the open vote", (text) => text.includes("#1 · Voting is open"));
  for (const who of [ada, ben, theo, tess])
    expect(said(await at(who).click(open, "For"))).toContain("Your vote counts: For");
  await stage.passTime(2 * DAY + 90);
  const closing = await find("the closing post", (text) => text.includes("#1 · Passed") && text.includes("verify"));
  expect(textOf(closing)).toMatch(/takes it to the chain with `\/execute`, from <t:\d+/);
  expect(said(await command(theo, "execute", { proposal: 1 }))).toContain("waits until");
  expect(said(await command(ben, "proposal", { proposal: 1, reason: "No." }, "veto"))).toContain("Only guardians");
  expect(said(await command(mara, "proposal", { proposal: 1, reason: "The address is unknown." }, "veto"))).toContain(
    "is vetoed",
  );
  const vetoed = await find("the veto", (text) => text.includes("#1 · Vetoed"));
  expect(textOf(vetoed)).toContain("The address is unknown.");
  expect(said(await command(theo, "execute", { proposal: 1 }))).toContain("was vetoed");
}, 60_000);

test("default: a ranked poll is cast on a phone, delegated weight and all, and its file is proved offline", async () => {
  expect(said(await command(chloe, "delegate", { member: (ben as Character).id }, "to"))).toContain("vote");
  const question = "Where should the next mast stand?";
  const asked = await command(ada, "poll", { question, choices: "Oak Hill; Pine Ridge; Harbour", rules: "ranking" });
  expect(said(asked)).toContain("#2 is open");
  const card = await find("the poll's card", (text) => text.includes(question) && text.includes("Open for votes"));
  let deed = await at(ben).click(card, "Vote");
  for (const choice of ["Harbour", "Oak Hill"]) deed = await choose(ben, deed, choice);
  deed = await at(ben).click(messageOf(deed), "Cast");
  expect(said(deed)).toContain("Harbour");
  expect(said(deed)).toMatch(/HELIO, and what a member lets you vote with/);
  expect(said(await command(ada, "vote", { proposal: 2, choice: "oak hill > pine ridge" }))).toContain("Oak Hill");
  const signing = await at(ben).click(messageOf(deed), "Sign it with your wallet");
  const json = /```(?:json)?\n([\s\S]+?)\n```/.exec(said(signing))?.[1] ?? "";
  const signature = await (ben as Character).wallet.signTyped(JSON.parse(json));
  const opened = await at(ben).click(messageOf(signing), "Paste signature");
  const field = componentsOf({ components: modalOf(opened).components as never }).find(({ type }) => type === 4);
  expect(said(await at(ben).submit(opened, { [String(field?.custom_id)]: signature }))).toContain("signed");
  await stage.passTime(DAY + 90);
  const path = await fileOf(/#2 · Decided: Harbour/);
  const lines: string[] = [];
  const log = console.log;
  console.log = (line: string) => void lines.push(line);
  const code = await verify([path]).finally(() => {
    console.log = log;
  });
  expect(code).toBe(0);
  expect(lines.join("\n")).toContain("1 of the 2 ballots are signed by a wallet");
}, 60_000);

test("default: a split is cast by a form, and its count stays secret until the end", async () => {
  const question = "How do we split the grants?";
  await command(ada, "poll", { question, choices: "Sensors; Education; Reserve", rules: "budget" });
  const card = await find("the budget's card", (text) => text.includes(question));
  expect(textOf(card)).toContain("The count is secret");
  const form = await at(ada).click(card, "Vote");
  const shown = await at(ada).submit(form, { "1": "60", "2": "40" });
  expect(said(shown)).toContain("Sensors 60 %, Education 40 %");
  expect(said(await at(ada).click(messageOf(shown), "Cast"))).toContain("Your vote counts");
  expect(said(await command(theo, "vote", { proposal: 3, choice: "Sensors 60, Education 40" }))).toContain(
    "Sensors 60 %",
  );
  expect(said(await command(ben, "proposals", { number: 3 }))).toContain("The count is secret");
  await stage.passTime(DAY + 90);
  const closing = await find("the budget's end", (text) => text.includes("#3 · Decided: Sensors"));
  expect(textOf(closing)).toContain("**Education** 40 %");
  expect(await stage.rejections()).toEqual([]);
}, 60_000);
