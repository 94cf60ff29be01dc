import type { Config } from "../config/schema.ts";
import { Refusal } from "../errors.ts";
import type { Audience } from "./command.ts";

const names = { member: "members", maintainer: "maintainers", treasurer: "treasurers" } as const;

/** Throws Refusal unless someone with these roles (from the interaction itself) belongs to the audience. */
export function requireAudience(config: Config, audience: Audience, roles: readonly string[]): void {
  if (audience === "everyone") return;
  const wanted = config.roles[audience];
  // Only members may be everybody: an empty list of treasurers means that there is none.
  if (audience === "member" && wanted.length === 0) return;
  if (wanted.some((role) => roles.includes(role))) return;
  const list = wanted.map((role) => `<@&${role}>`).join(" or ");
  throw new Refusal(`This is for ${names[audience]} only.`, {
    hint:
      list === ""
        ? "Nobody has this role yet; a maintainer can name it in Steward's config."
        : `Ask for the role ${list} if you should be one.`,
  });
}
