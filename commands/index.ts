import type { Command } from "../src/discord/command.ts";

/** Every command there is. Adding one means its file and its line here. */
export const commands: readonly Command[] = [];
