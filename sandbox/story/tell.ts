import type { World } from "../chain/world.ts";
import { playHandoff, playReport } from "./carry.ts";
import type { Narrator } from "./narrator.ts";
import { playPayment } from "./pay.ts";
import { createStage } from "./stage.ts";
import { playVote } from "./vote.ts";

/** Plays the whole life of one parameter change, one payment and one income report; throws at the first thing that is not so. */
export async function tellStory(sandbox: { url: string; world: World }, tell: Narrator): Promise<void> {
  const stage = createStage(sandbox);
  const proposal = await playVote(stage, tell);
  await playHandoff(stage, tell, proposal);
  await playPayment(stage, tell);
  await playReport(stage, tell);
  const rejections = await stage.rejections();
  tell.check(
    "no request was one that Discord would have refused",
    rejections.length === 0,
    JSON.stringify(rejections, null, 1),
  );
}
