import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { SeenMessage } from "../discord/act/view.ts";
import { textOf } from "../discord/read-message.ts";
import type { Narrator } from "./narrator.ts";
import type { Stage } from "./stage.ts";

const run = promisify(execFile);
const steward = fileURLToPath(new URL("../../src/cli/steward.ts", import.meta.url));

/** A member takes the file from the closing post and counts the vote again on a machine that has nothing else. */
export async function recount(stage: Stage, tell: Narrator, closing: SeenMessage): Promise<void> {
  tell.chapter("Anybody counts the vote again");
  const root = /Bundle root `(0x[0-9a-f]{64})`/.exec(textOf(closing))?.[1] ?? "";
  tell.check("the closing post says the root of its bundle", root !== "", textOf(closing));
  const [file] = closing.attachments;
  if (file === undefined) throw new Error("the closing post carries no file");
  const folder = await mkdtemp(join(tmpdir(), "steward-recount-"));
  try {
    await writeFile(join(folder, "vote.json"), await stage.file(file.url));
    const verify = [steward, "verify", "vote.json", "--root", root];
    // Ends with a rejection where the exit code is not 0.
    const { stdout } = await run(process.execPath, verify, { cwd: folder, env: { PATH: process.env["PATH"] ?? "" } });
    tell.check("the file verifies offline, with that root", stdout.includes(`Root: ${root}`), stdout);
    tell.check("and the recount passes too", /: passed$/m.test(stdout), stdout);
  } finally {
    await rm(folder, { recursive: true });
  }
}
