import { expect, expectTypeOf, test } from "vitest";
import { command } from "../../src/discord/command.ts";

const reply = { components: [] };

test("default: the types of a command's options follow from its declaration", () => {
  const made = command({
    data: {
      name: "vote",
      description: "Vote.",
      options: {
        proposal: { type: "integer", description: "Which.", required: true },
        choice: { type: "string", description: "What.", required: true, choices: { for: "For", against: "Against" } },
        reason: { type: "string", description: "Why." },
        loud: { type: "boolean", description: "How.", required: false },
      },
    },
    audience: "member",
    autocomplete: { proposal: () => [{ name: "#1", value: 1 }] },
    run(_app, call) {
      expectTypeOf(call.options.proposal).toEqualTypeOf<number>();
      expectTypeOf(call.options.choice).toEqualTypeOf<"for" | "against">();
      expectTypeOf(call.options.reason).toEqualTypeOf<string | undefined>();
      expectTypeOf(call.options.loud).toEqualTypeOf<boolean | undefined>();
      expectTypeOf(call.subcommand).toEqualTypeOf<undefined>();
      // @ts-expect-error a misspelt option does not compile
      void call.options.choise;
      return reply;
    },
  });
  expect(made.data.name).toBe("vote");
});

test("default: the subcommand tells which options there are", () => {
  command({
    data: {
      name: "wallet",
      description: "Wallets.",
      subcommands: {
        link: { description: "Link.", options: { address: { type: "string", description: "Which.", required: true } } },
        list: { description: "List." },
      },
    },
    audience: "everyone",
    run(_app, call) {
      expectTypeOf(call.subcommand).toEqualTypeOf<"link" | "list">();
      if (call.subcommand === "link") expectTypeOf(call.options.address).toEqualTypeOf<string>();
      // @ts-expect-error the list takes no address
      else void call.options.address;
      return reply;
    },
  });
});

test("error: completing an option that was not declared does not compile", () => {
  command({
    data: { name: "vote", description: "Vote.", options: { proposal: { type: "integer", description: "Which." } } },
    audience: "member",
    // @ts-expect-error there is no option of this name
    autocomplete: { propsal: () => [] },
    run: () => reply,
  });
});
