/** What a warmed process is told once everything it needs is known. */
export type Go = { args: readonly string[]; env: Readonly<Record<string, string>>; cwd: string };

// Loading modules takes longer than running them. So this process loads what the script will need while the rest of the
// sandbox is still being built, and then becomes the script, which cannot tell that it was not started just now.
const [, , script = "", ...preloads] = process.argv;
const go = new Promise<Go>((resolve) => {
  process.once("message", (message) => resolve(message as Go));
});
process.once("disconnect", endIfIdle);
for (const module of preloads) await import(module);
const { args, env, cwd } = await go;
process.off("disconnect", endIfIdle);
process.chdir(cwd);
Object.assign(process.env, env);
process.argv = [process.execPath, script, ...args];
await import(script);

/** Whoever was to say more is gone. */
function endIfIdle(): void {
  process.exit(0);
}
