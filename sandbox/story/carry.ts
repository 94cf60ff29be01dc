import type { Address, Hex } from "viem";
import type { SeenMessage } from "../discord/act/view.ts";
import { messageOf } from "../discord/person.ts";
import { textOf } from "../discord/read-message.ts";
import { SERVER } from "../people.ts";
import type { Narrator } from "./narrator.ts";
import type { Character, Stage } from "./stage.ts";
import { firstLine } from "./vote.ts";

const { executions } = SERVER.channels;
const DAY = 86_400;

/** A treasurer carries a passed vote on chain, and Steward follows it until the chain holds the voted value. */
export async function playHandoff(stage: Stage, tell: Narrator, proposal: number): Promise<void> {
  const [ada, theo] = [stage.character("ada"), stage.character("theo")];
  const posted = async (what: string, words: RegExp) => {
    const post = await stage.find(ada, executions, what, (_, text) => words.test(firstLine(text)));
    tell.line(`Steward posts: ${firstLine(textOf(post))}`);
    return textOf(post);
  };

  tell.chapter("Theo, a treasurer, asks for the hand-off");
  const refused = await ada.at.command("execute", { proposal }, { channel: executions });
  const words = refused.outcome.kind === "message" ? textOf(refused.outcome.message) : "";
  tell.check("Ada, who is no treasurer, is refused", /treasurer/i.test(words), words);
  const card = messageOf(await theo.at.command("execute", { proposal }, { channel: executions }));
  const shown = textOf(card);
  tell.check("the card shows the decoded call", shown.includes("setOperatorFeeBps"), shown);
  tell.check("its target in full", shown.includes(stage.world.addresses.registry), shown);
  const predicted = /\b\d{60,78}\b/.exec(shown)?.[0] ?? "";
  tell.check("and the Governor proposal id that must come of it", predicted !== "", shown);

  tell.chapter("Theo's own wallet sends it");
  const sent = await theo.wallet.send({
    to: stage.world.addresses.governor as Address,
    data: await calldataOf(stage, card),
  });
  tell.check("the transaction goes through", sent.status === "success", JSON.stringify(sent));
  await posted("the post that it was proposed", /Proposed on chain/);

  tell.chapter("The Governor's own vote, queue and execution");
  await stage.passTime(120);
  for (const name of ["ada", "theo", "tess"]) {
    const voted = await stage.character(name).wallet.vote(predicted, "for");
    tell.check(
      `${name} votes on chain for the proposal with the predicted id`,
      voted.status === "success",
      JSON.stringify(voted),
    );
  }
  await posted("the post that the Governor's vote runs", /Being voted on/);
  await stage.passTime(DAY + 60);
  await posted("the post that the Governor's vote passed", /Passed on chain/);
  const queued = await theo.wallet.queue(predicted);
  tell.check("Theo queues it in the timelock", queued.status === "success", JSON.stringify(queued));
  await posted("the post that it is queued", /Queued on chain/);
  await stage.passTime(3_660);
  const executed = await theo.wallet.execute(predicted);
  tell.check("Theo executes it when the timelock lets go", executed.status === "success", JSON.stringify(executed));
  await posted("the post that it was executed", /Executed on chain/);

  tell.chapter("Promise against chain");
  const verdict = await posted("the check of the chain's value", /MATCH/);
  tell.check("Steward says MATCH", !/MISMATCH/.test(verdict), verdict);
  const fee = await stage.operatorFee();
  tell.check("the chain holds 1,200 basis points", fee === 1_200n, fee);
}

/** The bytes the wallet is to send: from the card's file, so that nobody has to copy them by hand. */
async function calldataOf(stage: Stage, card: SeenMessage): Promise<Hex> {
  const file = card.attachments.find(({ filename }) => filename.startsWith("calldata-"));
  const found = file && /^0x[0-9a-f]+$/im.exec((await stage.file(file.url)).toString("utf8"));
  if (!found) throw new Error("the hand-off carries no calldata");
  return found[0] as Hex;
}

/** The one report of the story, and what it must hold. */
export async function playReport(stage: Stage, tell: Narrator): Promise<void> {
  tell.chapter("The daily report");
  const reader: Character = stage.character("chloe");
  const report = await stage.find(
    reader,
    SERVER.channels.reports,
    "the daily report",
    (message) => message.attachments.length > 0,
  );
  const shown = textOf(report);
  tell.line(firstLine(shown));
  tell.check(
    "it speaks of node rewards and of the treasury's yield",
    /reward/i.test(shown) && /yield|interest|vault/i.test(shown),
    shown,
  );
  tell.check("and names its block", /block/i.test(shown), shown);
  const picture = report.attachments.find(({ filename }) => filename.endsWith(".png"));
  tell.check("with a picture that has a description", Boolean(picture) && /\d/.test(shown), shown);
  const png = picture ? await stage.file(picture.url) : Buffer.alloc(0);
  tell.check(
    `the picture is a real PNG (${Math.round(png.length / 1024)} KB)`,
    png.subarray(1, 4).toString() === "PNG",
  );
  const details = await stage.find(
    reader,
    report.id,
    "its details in the thread",
    ({ attachments }) => attachments.length > 0,
  );
  const csv = details.attachments.find(({ filename }) => filename.endsWith(".csv"));
  const rows = csv ? (await stage.file(csv.url)).toString("utf8").trim().split(/\r?\n/).length : 0;
  tell.check(`and in its thread a CSV of ${rows} lines`, rows > 1, rows);
}
