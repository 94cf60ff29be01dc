import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMANDS, chars, command, judge, option } from "./rule-bodies.ts";

let judging: Awaited<ReturnType<typeof judge>>;
beforeAll(async () => {
  judging = await judge();
});
afterAll(() => judging.close());

const GOOD: [string, object[]][] = [
  ["a plain command", [command()]],
  [
    "a localised command",
    [command({ name_localizations: { de: "stimme" }, default_member_permissions: "0", nsfw: false })],
  ],
  ["a user command", [{ name: "Show Votes", type: 2 }]],
  ["25 options", [command({ options: Array.from({ length: 25 }, (_, n) => option({ name: `o${n}` })) })]],
  ["names in other scripts", [command({ name: "투표" })]],
];

const BAD: [string, object[], string][] = [
  ["an upper-case name", [command({ name: "Vote" })], "0.name APPLICATION_COMMAND_INVALID_NAME"],
  ["a name with a space", [command({ name: "my vote" })], "0.name APPLICATION_COMMAND_INVALID_NAME"],
  ["a long name", [command({ name: chars(33) })], "0.name BASE_TYPE_MAX_LENGTH"],
  ["no description", [{ name: "vote" }], "0.description BASE_TYPE_REQUIRED"],
  ["a long description", [command({ description: chars(101) })], "0.description BASE_TYPE_MAX_LENGTH"],
  ["a name twice", [command(), command()], "1.name APPLICATION_COMMANDS_DUPLICATE_NAME"],
  ["101 commands", Array.from({ length: 101 }, (_, n) => command({ name: `c${n}` })), " BASE_TYPE_MAX_LENGTH"],
  [
    "26 options",
    [command({ options: Array.from({ length: 26 }, (_, n) => option({ name: `o${n}` })) })],
    "0.options BASE_TYPE_MAX_LENGTH",
  ],
  [
    "required after optional",
    [command({ options: [option(), option({ name: "b", required: true })] })],
    "0.options.1 APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
  ],
  [
    "an option name twice",
    [command({ options: [option(), option()] })],
    "0.options.1.name APPLICATION_COMMAND_OPTIONS_NAME_INVALID",
  ],
  [
    "26 choices",
    [command({ options: [option({ choices: Array.from({ length: 26 }, (_, n) => ({ name: "n", value: `${n}` })) })] })],
    "0.options.0.choices BASE_TYPE_MAX_LENGTH",
  ],
  [
    "choices and autocomplete",
    [command({ options: [option({ autocomplete: true, choices: [{ name: "n", value: "v" }] })] })],
    "0.options.0.autocomplete APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE",
  ],
  [
    "a long choice",
    [command({ options: [option({ choices: [{ name: "n", value: chars(101) }] })] })],
    "0.options.0.choices.0.value BASE_TYPE_MAX_LENGTH",
  ],
  [
    "a choice twice",
    [
      command({
        options: [
          option({
            choices: [
              { name: "n", value: "v" },
              { name: "m", value: "v" },
            ],
          }),
        ],
      }),
    ],
    "0.options.0.choices.1.value APPLICATION_COMMAND_OPTIONS_CHOICES_DUPLICATE",
  ],
  [
    "more than 8000 characters",
    [
      command({
        options: [1, 2, 3].map((n) =>
          option({
            name: `o${n}`,
            choices: Array.from({ length: 25 }, (_, m) => ({ name: chars(60), value: `${m}${chars(60)}` })),
          }),
        ),
      }),
    ],
    "0 APPLICATION_COMMAND_TOO_LARGE",
  ],
  [
    "sub-commands beside options",
    [command({ options: [{ type: 1, name: "sub", description: "s" }, option()] })],
    "0.options APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
  ],
  [
    "an unknown locale",
    [command({ name_localizations: { xx: "stimme" } })],
    "0.name_localizations.xx BASE_TYPE_CHOICES",
  ],
  ["nsfw as text", [command({ nsfw: "no" })], "0.nsfw BASE_TYPE_BAD_TYPE"],
  [
    "permissions as words",
    [command({ default_member_permissions: "ManageGuild" })],
    "0.default_member_permissions BASE_TYPE_BAD_FORMAT",
  ],
  ["an unknown field", [command({ option: [] })], "0.option UNKNOWN_FIELD"],
];

describe("rules of commands", () => {
  it.each(GOOD)("boundary: %s is accepted", async (_, body) => {
    expect(await judging.verdict("PUT", COMMANDS, body)).toMatchObject({ status: 200, leaves: [] });
  });

  it.each(BAD)("error: %s", async (_, body, leaf) => {
    const verdict = await judging.verdict("PUT", COMMANDS, body);
    expect(verdict).toMatchObject({ status: 400, code: 50035 });
    expect(verdict.leaves.filter((found) => found.startsWith(leaf))).toHaveLength(1);
  });
});
