// Steward's own way: its reader, with every check it makes, and its books, with every commit on the disk.
import { readRewards } from "../../src/actions/rewards/read-rewards.ts";
import { readCourse, sayDone, sayFound } from "./course.ts";
import { createRewardApp, SOURCE } from "./reward-app.ts";

const { url, contract, deployBlock: fromBlock, databasePath } = readCourse();
const now = () => Math.floor(Date.now() / 1000);
const app = createRewardApp({ url, contract, fromBlock, databasePath, now });
await readRewards(app, SOURCE);
sayDone();
sayFound(app.db.$client.prepare<[], string>("select amount from reward").pluck().iterate());
