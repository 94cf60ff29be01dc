import { messageOf, modalOf } from "../discord/person.ts";
import { componentsOf, textOf } from "../discord/read-message.ts";
import { SERVER } from "../people.ts";
import type { Narrator } from "./narrator.ts";
import { recount } from "./recount.ts";
import type { Character, Stage } from "./stage.ts";

const { proposals, general } = SERVER.channels;
const DAY = 86_400;

/** A member proves that a wallet is theirs: asks for a text, signs it, pastes the signature. */
export async function linkWallet(who: Character): Promise<string> {
  const asked = await who.at.command(
    "wallet",
    { address: who.wallet.address },
    { channel: general, subcommand: "link" },
  );
  const card = messageOf(asked);
  const text = /```\n?([\s\S]+?)\n?```/.exec(textOf(card))?.[1];
  if (text === undefined) throw new Error("the card holds no text to sign");
  const opened = await who.at.click(card, "Paste");
  const field = componentsOf({ components: modalOf(opened).components as never }).find(({ type }) => type === 4);
  const linked = await who.at.submit(opened, { [String(field?.custom_id)]: await who.wallet.sign(text) });
  return textOf(messageOf(linked));
}

/** Members link wallets, propose a change, vote, and the vote closes. Returns the number of the proposal. */
export async function playVote(stage: Stage, tell: Narrator): Promise<number> {
  const [ada, ben, chloe, dina, theo] = ["ada", "ben", "chloe", "dina", "theo"].map(stage.character) as [
    Character,
    Character,
    Character,
    Character,
    Character,
  ];

  tell.chapter("Members link their wallets");
  for (const who of [ada, ben, chloe, dina, theo]) {
    const said = await linkWallet(who);
    tell.check(`${who.displayName} links ${who.wallet.address}`, said.includes(who.wallet.address), said);
  }

  tell.chapter("Ada proposes a change of a parameter");
  const offered = await ada.at.autocomplete("propose", { parameter: "fee" }, "parameter", { channel: proposals });
  const parameter = offered.find(({ value }) => value === "operator-fee");
  tell.check("typing “fee” offers the operator fee", parameter !== undefined, JSON.stringify(offered));
  const reason = "The regional crews asked for it: more maintenance per node.";
  const asked = await ada.at.command(
    "propose",
    { parameter: "operator-fee", value: "12 %", reason },
    { channel: proposals },
  );
  tell.line(`Steward to Ada: ${firstLine(textOf(messageOf(asked)))}`);
  const card = await stage.find(ada, proposals, "the proposal's card", (_, text) => text.includes("Operator fee"));
  const number = Number(/#(\d+)/.exec(textOf(card))?.[1]);
  const shown = textOf(card);
  tell.check("the card shows 10 % → 12 %", /10 %\D+12 %/.test(shown), shown);
  tell.check(
    "its bounds, rule, electorate and snapshot block",
    /0 % to 30 %/.test(shown) && /block/i.test(shown),
    shown,
  );
  tell.check("and the Governor's id it will have", /0x[0-9a-f]{64}|\d{60,}/.test(shown), shown);

  tell.chapter("Five ballots, one of them changed");
  const ballots: [Character, string][] = [
    [ada, "For"],
    [ben, "Against"],
    [chloe, "For"],
    [dina, "Abstain"],
    [theo, "For"],
    [ben, "For"],
  ];
  for (const [who, choice] of ballots) {
    const receipt = textOf(messageOf(await who.at.click(card, choice)));
    tell.check(`${who.displayName} votes ${choice}`, receipt.includes(choice), receipt);
  }
  const counted = await stage.find(
    ada,
    proposals,
    "the card to count along",
    (message, text) => message.id === card.id && votersShown(text) === 5,
  );
  tell.line(
    `The card counts along: ${
      textOf(counted)
        .split("\n")
        .find((line) => line.includes("For")) ?? "five voters"
    }`,
  );

  tell.chapter("The vote closes");
  await stage.passTime(DAY + 90);
  tell.line("A day and ninety seconds pass.");
  const closing = await stage.find(
    ada,
    proposals,
    "the closing post",
    (message, text) => message.id !== card.id && /Passed/.test(text),
  );
  tell.line(firstLine(textOf(closing)));
  await stage.find(
    ada,
    proposals,
    "the result on the card",
    (message, text) => message.id === card.id && /Passed/.test(text),
  );
  tell.check("the result is in the closing post and on the card", true);
  await recount(stage, tell, closing);
  return number;
}

/** The first line of a text, without its markdown. */
export function firstLine(text: string): string {
  return (text.split("\n").find((line) => line.trim() !== "") ?? "").replace(/[#*_`]/g, "").trim();
}

function votersShown(text: string): number {
  return [...text.matchAll(/(\d+) voters?/g)].reduce((sum, [, voters]) => sum + Number(voters), 0);
}
