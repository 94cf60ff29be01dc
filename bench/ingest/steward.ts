// Steward's own way: its reader, with every check it makes, and its books, with every commit on the disk.
import "../../src/light-start.ts";
import { readCourse, sayDone, sayFound } from "./course.ts";

// Only now, so that all of Steward is loaded the way it starts.
const { createRewardApp, SOURCE } = await import("./reward-app.ts");
const { readRewards } = await import("../../src/actions/rewards/read-rewards.ts");

const { url, contract, deployBlock: fromBlock, databasePath } = readCourse();
const now = () => Math.floor(Date.now() / 1000);
const app = createRewardApp({ url, contract, fromBlock, databasePath, now });
await readRewards(app, SOURCE);
sayDone();
sayFound(app.db.$client.prepare<[], string>("select amount from reward").pluck().iterate());
