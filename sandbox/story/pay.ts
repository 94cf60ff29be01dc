import { parseEther } from "viem";
import { WORKSHOP } from "../chain/heliogrid.ts";
import type { SeenMessage } from "../discord/act/view.ts";
import { messageOf } from "../discord/person.ts";
import { componentsOf, textOf } from "../discord/read-message.ts";
import { SERVER } from "../people.ts";
import type { WalletCall } from "../wallet/send-transaction.ts";
import type { Narrator } from "./narrator.ts";
import type { Character, Stage } from "./stage.ts";
import { firstLine } from "./vote.ts";

const { executions, proposals } = SERVER.channels;
const DAY = 86_400;

/** Members vote on a payment, and the Safe's owners carry it out: two approve on chain, then anybody executes. Every call is sent from Steward's page. */
export async function playPayment(stage: Stage, tell: Narrator): Promise<void> {
  const [ada, ben, chloe, theo, tess] = ["ada", "ben", "chloe", "theo", "tess"].map(stage.character) as [
    Character,
    Character,
    Character,
    Character,
    Character,
  ];
  const paid = parseEther("500");
  const before = await stage.helioOf(WORKSHOP);

  tell.chapter("Ada proposes a payment from the treasury's Safe");
  const options = { amount: "500", token: "HELIO", to: WORKSHOP, reason: "The workshop repaired the east gateway." };
  const asked = textOf(messageOf(await ada.at.command("transfer", options, { channel: proposals })));
  tell.line(`Steward to Ada: ${firstLine(asked)}`);
  const card = await stage.find(ada, proposals, "the payment's card", (_, text) => text.includes("Transfer 500 HELIO"));
  const number = Number(/#(\d+)/.exec(textOf(card))?.[1]);
  const safeTxHash = /safeTxHash[^`]*`(0x[0-9a-f]{64})`/.exec(textOf(card))?.[1] ?? "";
  tell.check("its card shows the safeTxHash that must come of it", safeTxHash !== "", textOf(card));
  for (const who of [ada, ben, chloe, theo]) await who.at.click(card, "For");
  await stage.passTime(DAY + 90);
  await stage.find(
    ada,
    proposals,
    "the payment's result",
    (message, text) => message.id !== card.id && text.includes(`#${number}`) && /Passed/.test(text),
  );
  tell.check("members pass it", true);

  tell.chapter("Two owners of the Safe approve it on Steward's page, and it is executed");
  const send = async (who: Character, step: string) => {
    const handoff = messageOf(await who.at.command("execute", { proposal: number }, { channel: executions }));
    tell.check(
      `${who.displayName}'s card has the same safeTxHash`,
      textOf(handoff).includes(safeTxHash),
      textOf(handoff),
    );
    const sent = await sendFromPage(stage, who, handoff);
    tell.check(`${who.displayName}'s own wallet sends “${step}”`, sent === "success", sent);
  };
  const posted = async (what: string, words: RegExp) => {
    const fits = (_: SeenMessage, text: string) => text.includes(`#${number}`) && words.test(text);
    tell.line(`Steward posts: ${firstLine(textOf(await stage.find(ada, executions, what, fits)))}`);
  };
  await send(theo, "approve");
  await posted("the post of the first approval", /1 of 2/);
  await send(tess, "approve");
  await posted("the post that it is approved", /2 of 2/);
  await send(theo, "execute");
  await posted("the post that the payment was executed", /Executed on chain/);
  const after = await stage.helioOf(WORKSHOP);
  tell.check("the workshop has 500 HELIO more", after - before === paid, after - before);
}

/** What the page's script does: asks for the call, lets the wallet send it, and says so. */
async function sendFromPage(stage: Stage, who: Character, card: SeenMessage): Promise<string> {
  const url = componentsOf(card).find((component) => String(component.url ?? "").includes("/handoff/"))?.url;
  if (url === undefined) throw new Error("the hand-off's card has no page");
  const shown = (await stage.file(String(url))).toString("utf8");
  const { transaction } = await stage.askPage<{ transaction: { to: string; data: string; value: string } }>(
    `${url}/text`,
    {
      address: who.wallet.address,
    },
  );
  if (!shown.includes(transaction.to) || !shown.includes(transaction.data))
    throw new Error("the page asks for another call than it shows");
  const call = { to: transaction.to, data: transaction.data, value: BigInt(transaction.value) } as WalletCall;
  const sent = await who.wallet.send(call);
  if (sent.hash !== null) await stage.askPage(`${url}/sent`, { hash: sent.hash });
  return sent.status === "success" ? sent.status : sent.error;
}
