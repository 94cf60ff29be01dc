import { startSandbox } from "../start-sandbox.ts";
import { createNarrator } from "./narrator.ts";
import { tellStory } from "./tell.ts";

const tell = createNarrator((text) => process.stdout.write(text));
console.log("The life of one parameter change, one payment and one income report, played on a world of its own.");
const sandbox = await startSandbox({
  onStep: (step) => tell.line(step),
  onLog: ({ level, msg, ...facts }) => {
    if (level === "warn" || level === "error") tell.line(`Steward ${level}: ${msg} ${JSON.stringify(facts)}`);
  },
});
const stopEarly = (signal: string) => {
  console.error(`\nThe story ends early: ${signal}.`);
  void sandbox.stop().then(() => process.exit(1));
};
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopEarly(signal));

try {
  await Promise.race([tellStory(sandbox, tell), sandbox.broken]);
  console.log("\nThe chain holds the voted value, the payment is made, and the report is in its channel.");
} catch (error) {
  process.exitCode = 1;
  console.error(`\n✗ ${error instanceof Error ? error.message : String(error)}`);
} finally {
  await sandbox.stop();
}
