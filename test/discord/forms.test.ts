import { expect, test } from "vitest";
import { createPerson, messageOf, modalOf } from "../../sandbox/discord/person.ts";
import { componentsOf } from "../../sandbox/discord/read-message.ts";
import { PEOPLE, SERVER } from "../../sandbox/people.ts";
import { type Command, command, type ModalField, type Typing } from "../../src/discord/command.ts";
import { container, select, text } from "../../src/discord/components.ts";
import { deployCommands } from "../../src/discord/deploy.ts";
import { readTyping } from "../../src/discord/invocation.ts";
import { say } from "../../src/discord/reply.ts";
import { createRouter } from "../../src/discord/router.ts";
import { createTestApp } from "../support/app.ts";
import { createMessengerWorld } from "../support/messenger-world.ts";
import { testConfig } from "../support/test-config.ts";

const general = { channel: SERVER.channels.general };

/** Ada on a local Discord on which these commands are answered. */
async function adaWith(made: Command) {
  const config = testConfig({ server: SERVER.guild });
  const app = createTestApp({ at: Math.floor(Date.now() / 1000), config });
  const world = await createMessengerWorld([], {
    answer: ({ rest, application }) => createRouter(app, { rest, application, commands: [made] }),
  });
  await deployCommands(world.client, SERVER.guild, [made]);
  return { ada: createPerson(world.discord.url, PEOPLE[0]?.id ?? ""), rejections: world.rejections };
}

const data = {
  name: "set",
  description: "Sets a value.",
  options: {
    parameter: { type: "string", description: "Which one.", required: true },
    loud: { type: "boolean", description: "Whether it is said." },
    times: { type: "integer", description: "How often." },
    value: { type: "string", description: "To what." },
  },
} as const;

test("default: whoever completes an option knows the others that are filled in", async () => {
  const seen: Typing[] = [];
  const { ada } = await adaWith(
    command({
      data,
      audience: "everyone",
      run: () => say("good", "set"),
      autocomplete: {
        value: (_, typing) => {
          seen.push(typing);
          return [{ name: `${typing.given["parameter"]} now`, value: "1" }];
        },
      },
    }),
  );
  const typed = { parameter: "fee", times: 3, loud: false, value: "2" };
  expect(await ada.autocomplete("set", typed, "value", general)).toEqual([{ name: "fee now", value: "1" }]);
  expect(seen).toMatchObject([{ typed: "2", given: { parameter: "fee", times: 3, loud: false } }]);
  expect(seen[0]?.given).not.toHaveProperty("value");
});

test("boundary: options of a subcommand are given the same way, and none where nothing is typed", () => {
  const inner = [
    { type: 3, name: "parameter", value: "fee" },
    { type: 3, name: "value", value: "", focused: true },
  ] as const;
  const given = [{ type: 1, name: "set", options: inner }] as unknown as Parameters<typeof readTyping>[0];
  expect(readTyping(given)).toEqual({ option: "value", typed: "", subcommand: "set", given: { parameter: "fee" } });
  expect(readTyping([{ type: 3, name: "parameter", value: "fee" }])).toBeUndefined();
});

test.each<[string, Partial<ModalField>, string | undefined]>([
  ["short enough", { value: "before" }, "before"],
  ["empty", { value: "" }, undefined],
  ["too long for its field", { value: "123456789", maxLength: 8 }, "12345678"],
  ["too long by half a character", { value: "1234567🌞", maxLength: 8 }, "1234567"],
  ["too long for any field", { value: "x".repeat(5_000) }, "x".repeat(4_000)],
])("boundary: a field of a form is filled in beforehand, when the text is %s", async (_, field, shown) => {
  const { ada, rejections } = await adaWith(
    command({
      data: { name: "edit", description: "Edits." },
      audience: "everyone",
      run: (_, { seal }) => ({
        modal: {
          id: seal("edited"),
          title: "Edit",
          fields: [{ id: "body", label: "Text", style: "paragraph", ...field }],
        },
      }),
      modals: { edited: { run: (_, { fields }) => say("good", fields["body"]) } },
    }),
  );
  const modal = modalOf(await ada.command("edit", {}, general));
  const [label] = modal.components as { component: { value?: string } }[];
  expect(label?.component.value).toBe(shown);
  expect(rejections()).toEqual([]);
});

test("default: a list is chosen from, in what Discord takes", async () => {
  const options = Array.from({ length: 30 }, (_, index) => ({
    label: index === 0 ? "x".repeat(120) : index === 1 ? "🌞".repeat(80) : `choice ${index}`,
    value: String(index),
    description: "y".repeat(120),
    chosen: index < 4,
  }));
  const { ada, rejections } = await adaWith(
    command({
      data: { name: "rank", description: "Ranks." },
      audience: "everyone",
      run: (_, { seal }) => {
        const list = select({ id: seal("ranked"), placeholder: "z".repeat(200), options, min: 0, max: 3 });
        return { components: [container("open", text("Choose"), list)] };
      },
      selects: { ranked: { on: "personal", run: (_, { values }) => say("good", values.join(" then ")) } },
    }),
  );
  const shown = messageOf(await ada.command("rank", {}, general));
  const [list] = componentsOf(shown).filter(({ type }) => type === 3);
  const offered = list?.options as { label: string; value: string; default?: boolean }[];
  expect(offered.map(({ value }) => value)).toEqual(options.slice(0, 25).map(({ value }) => value));
  expect(offered.filter((option) => option.default).map(({ value }) => value)).toEqual(["0", "1", "2"]);
  expect(offered[0]?.label).toBe(`${"x".repeat(99)}…`);
  expect(offered[1]?.label).toBe(`${"🌞".repeat(49)}…`);
  const answered = messageOf(await ada.select(shown, ["7", "5"]));
  expect(JSON.stringify(answered)).toContain("7 then 5");
  expect(rejections()).toEqual([]);
});

test("boundary: no more are to be chosen than there are, and no fewer than none", () => {
  const bounds = (count: number, min?: number, max?: number) => {
    const options = Array.from({ length: count }, (_, index) => ({ label: `${index}`, value: `${index}` }));
    const sizes = { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
    const [list] = select({ id: "a", placeholder: "b", options, ...sizes }).components;
    return [list?.min_values, list?.max_values];
  };
  expect(bounds(3)).toEqual([1, 1]);
  expect(bounds(3, 0, 9)).toEqual([0, 3]);
  expect(bounds(40, 30, 40)).toEqual([25, 25]);
  expect(bounds(3, -1, 0)).toEqual([0, 1]);
  expect(bounds(3, 3, 2)).toEqual([2, 2]);
});
