import type { App } from "../app.ts";
import { Refusal } from "../errors.ts";

/** Lets through whoever carries one of the member roles, or everybody where the config names none. */
export function checkMember(app: App, roles: readonly string[]): void {
  const asked = app.config.roles.member;
  if (asked.length > 0 && !asked.some((role) => roles.includes(role))) {
    throw new Refusal("Only members may propose and vote.", { hint: "Ask on the server for the member role." });
  }
}

/** Lets through whoever carries one of the treasurer roles; nobody where the config names none. */
export function checkTreasurer(app: App, roles: readonly string[]): void {
  if (!app.config.roles.treasurer.some((role) => roles.includes(role))) {
    throw new Refusal("Only treasurers may ask for a hand-off.");
  }
}
