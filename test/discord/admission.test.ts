import type { APIInteraction } from "discord.js";
import { expect, test } from "vitest";
import { requireAudience } from "../../src/discord/access.ts";
import { admit } from "../../src/discord/admission.ts";
import { ids, testConfig } from "../support/test-config.ts";

const expected = { server: ids.server, application: "700000000000000002" };
const user = { id: ids.ada, username: "ada", global_name: "Ada" };

function interaction(changes: Record<string, unknown> = {}): APIInteraction {
  const member = { user, roles: [ids.member], nick: null };
  return {
    type: 2,
    application_id: expected.application,
    guild_id: ids.server,
    context: 0,
    authorizing_integration_owners: { "0": ids.server },
    member,
    ...changes,
  } as unknown as APIInteraction;
}

test("default: a member of the server is let in with the roles of the payload", () => {
  expect(admit(interaction(), expected)).toEqual({
    member: { id: ids.ada, username: "ada", displayName: "Ada", roles: [ids.member] },
  });
});

test("error: nothing from elsewhere is let in", () => {
  const other = "700000000000000999";
  expect(admit(interaction({ guild_id: other }), expected)).toHaveProperty("refuse");
  expect(admit(interaction({ guild_id: undefined, member: undefined, user, context: 1 }), expected)).toHaveProperty(
    "refuse",
  );
  expect(admit(interaction({ context: 2 }), expected)).toHaveProperty("refuse");
  expect(admit(interaction({ authorizing_integration_owners: { "1": ids.ada } }), expected)).toHaveProperty("refuse");
  const both = { "0": ids.server, "1": ids.ada };
  expect(admit(interaction({ authorizing_integration_owners: both }), expected)).toHaveProperty("refuse");
  expect(admit(interaction({ authorizing_integration_owners: { "0": other } }), expected)).toHaveProperty("refuse");
  expect(admit(interaction({ application_id: other }), expected)).toHaveProperty("ignore");
  expect(admit(interaction({ member: { user: { ...user, bot: true }, roles: [] } }), expected)).toHaveProperty(
    "ignore",
  );
  expect(admit(interaction(), { ...expected, application: undefined })).toHaveProperty("ignore");
});

test("behavior: a context that Discord leaves out, as it may, is the server's", () => {
  expect(admit(interaction({ context: undefined }), expected)).toHaveProperty("member");
  expect(admit(interaction({ context: undefined, guild_id: undefined }), expected)).toHaveProperty("refuse");
});

test("behavior: no role named means everybody for members, and nobody for treasurers", () => {
  const config = testConfig({ roles: { member: [], maintainer: [ids.maintainer], treasurer: [] } });
  expect(() => requireAudience(config, "member", [])).not.toThrow();
  expect(() => requireAudience(config, "treasurer", [ids.maintainer])).toThrow("for treasurers only");
  expect(() => requireAudience(config, "maintainer", [ids.member])).toThrow("for maintainers only");
  expect(() => requireAudience(config, "maintainer", [ids.member, ids.maintainer])).not.toThrow();
  expect(() => requireAudience(config, "everyone", [])).not.toThrow();
});
