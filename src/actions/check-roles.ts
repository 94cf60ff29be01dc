import type { App } from "../app.ts";
import { Refusal } from "../errors.ts";

/** Lets through whoever carries one of the member roles, or everybody where the config names none. */
export function checkMember(app: App, roles: readonly string[]): void {
  const asked = app.config.roles.member;
  if (asked.length > 0 && !asked.some((role) => roles.includes(role))) {
    throw new Refusal("Only members may propose and vote.", { hint: "Ask on the server for the member role." });
  }
}

const ACTS = {
  treasurer: "Only treasurers may ask for a hand-off.",
  maintainer: "Only maintainers may do this.",
  guardian: "Only guardians may veto.",
} as const;

/** Lets through whoever carries one of the roles of an office; nobody where the config names none. */
export function checkRole(app: App, office: keyof typeof ACTS, roles: readonly string[]): void {
  if (app.config.roles[office].some((role) => roles.includes(role))) return;
  const nobody = app.config.roles[office].length === 0;
  throw new Refusal(
    ACTS[office],
    nobody ? { hint: "Nobody has this role yet; a maintainer can name it in Steward's config." } : {},
  );
}
