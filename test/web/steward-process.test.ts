import { expect, onTestFinished, test } from "vitest";
import { createPerson, messageOf } from "../../sandbox/discord/person.ts";
import { buttonsOf, textOf } from "../../sandbox/discord/read-message.ts";
import { PEOPLE, SERVER, walletOf } from "../../sandbox/people.ts";
import { createRig } from "../support/rig.ts";

const [ada] = PEOPLE;

test("default: the page that a card offers is served by that very Steward, through which the wallet is linked", async () => {
  const rig = await createRig();
  onTestFinished(() => rig.stop());
  const { stewardUrl } = await rig.startSteward();
  if (ada === undefined) throw new Error("nobody is there");
  const person = createPerson(rig.discord.url, ada.id);
  const card = messageOf(await person.command("wallet", {}, { channel: SERVER.channels.general, subcommand: "link" }));
  const url = buttonsOf(card).find((button) => button.url !== null)?.url ?? "";
  expect(new URL(url).origin).toBe(stewardUrl);
  expect(await (await fetch(url)).text()).toContain(ada.id);
  const { address, signMessage } = walletOf(ada);
  const post = async (what: string, body: unknown) => {
    const headers = { origin: stewardUrl, "content-type": "application/json" };
    const response = await fetch(`${url}/${what}`, { method: "POST", headers, body: JSON.stringify(body) });
    return (await response.json()) as { text: string; reference: string; address: string };
  };
  const { text, reference } = await post("text", { address });
  expect(text).toContain(`${new URL(stewardUrl).host} wants you to sign in`);
  expect(await post("signature", { reference, signature: await signMessage({ message: text }) })).toEqual({ address });
  const proof = messageOf(await person.click(card, "I have signed: confirm"));
  expect(textOf(messageOf(await person.click(proof, "Confirm")))).toContain("now votes through you");
  expect(rig.discord.state.rejections).toEqual([]);
  expect(rig.log.join("\n")).not.toContain(url.split("/").at(-1));
});
