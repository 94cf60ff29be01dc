import { createLocalDiscord, type LocalDiscord } from "../../../sandbox/discord/server.ts";
import { SERVER } from "../../../sandbox/people.ts";
import { rest } from "./connect-bot.ts";

/** Where the bodies of these tests are sent. */
export const MESSAGES = `/channels/${SERVER.channels.general}/messages`;
export const COMMANDS = `/applications/${SERVER.application}/guilds/${SERVER.guild}/commands`;

/** The flag of the layout made of components alone. */
export const V2 = { flags: 32768 };

export const button = (over: object = {}) => ({ type: 2, style: 1, label: "Go", custom_id: "go", ...over });
export const row = (...components: object[]) => ({ type: 1, components });
export const select = (over: object = {}) => ({
  type: 3,
  custom_id: "pick",
  options: [{ label: "A", value: "a" }],
  ...over,
});
export const buttons = (count: number) =>
  Array.from({ length: count }, (_, index) => button({ custom_id: `b${index}` }));
export const text = (content: string) => ({ type: 10, content });
export const command = (over: object = {}) => ({ name: "vote", description: "votes", ...over });
export const option = (over: object = {}) => ({ type: 3, name: "key", description: "which", ...over });
export const chars = (count: number) => "x".repeat(count);

/** The codes of an error tree with their paths. */
export function leaves(tree: unknown, path: string[] = []): string[] {
  if (typeof tree !== "object" || tree === null) return [];
  return Object.entries(tree).flatMap(([key, inner]) =>
    key === "_errors"
      ? inner.map((error: { code: string }) => `${path.join(".")} ${error.code}`)
      : leaves(inner, [...path, key]),
  );
}

/** A local Discord that judges a body and says what was wrong with it. */
export async function judge() {
  const discord: LocalDiscord = await createLocalDiscord();
  return {
    discord,
    close: discord.close,
    verdict: async (method: string, path: string, body: unknown) => {
      const answer = await rest(discord, method, path, body);
      return { status: answer.status, code: answer.body.code, leaves: leaves(answer.body.errors), body: answer.body };
    },
  };
}
