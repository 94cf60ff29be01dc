import type { OutgoingMessage } from "../../../app.ts";
import { plain } from "../../../core/sanitize.ts";
import { gasSpent } from "../../../core/treasury/accounts/gas.ts";
import type { Statement } from "../../../core/treasury/statement.ts";
import { container, download, gallery, text } from "../../components.ts";
import { limits } from "../../limits.ts";
import { markerLine } from "../../marker.ts";
import { outgoing } from "../../message-body.ts";
import { gasLines } from "../gas-words.ts";
import { positionLines, rewardLines } from "./account-words.ts";
import { evidenceLines, priceLines } from "./evidence.ts";
import { reportFiles, reportPictures } from "./files.ts";
import { holdingLines, poolLines, waterfallLines } from "./ledger-words.ts";
import { returnLines } from "./return-lines.ts";
import { accentOf, REMARKS, ROOM, remarksOf, said, section, titleOf } from "./words.ts";

/** Characters that stay free; positions have what all else leaves. */
const MARGIN = 100;

/** All of a report, in the thread under its card: how the value changed, every position, source and price, pictures and files. */
export async function reportDetails(statement: Statement, marker: string): Promise<OutgoingMessage> {
  const { waterfall, promise, nodes } = await reportPictures(statement);
  const { files, hashLines } = reportFiles(statement);
  const head = [`### ${titleOf(statement)}, in full`, ...waterfallLines(statement), ...returnLines(statement)];
  const rewards = section("Rewards", rewardLines(statement), "source");
  const rest = [
    section("Held at the end", holdingLines(statement), "token"),
    section("Pools against holding", poolLines(statement), "pool"),
    gasLines({ ...gasSpent(statement.gas ?? []), unknowns: [] }, statement.totals.incomeUsd),
    section("Prices at the end", priceLines(statement), "price"),
    section("To know", remarkLines(statement), "remark"),
    [...evidenceLines(statement), ...hashLines],
  ];
  const marked = markerLine(marker);
  const taken = [...head, ...rewards, ...rest.flat(), marked].reduce((sum, line) => sum + line.length + 1, MARGIN);
  const room = Math.max(limits.text - taken, ROOM);
  const card = container(
    accentOf(statement),
    text(...head),
    shown(waterfall),
    said(section("Positions", positionLines(statement), "position", room)),
    shown(promise),
    said(rewards),
    shown(nodes),
    ...rest.map(said),
    ...files.map(({ name }) => download(name)),
    text(marked),
  );
  const pictures = [waterfall, promise, nodes].filter((file) => file !== undefined);
  return outgoing({ components: [card], files: [...pictures, ...files] });
}

function shown(picture: Awaited<ReturnType<typeof reportPictures>>["waterfall"]) {
  return picture && gallery({ file: picture.name, description: picture.description ?? "" });
}

/** All of them where the card had no room for all. */
function remarkLines(statement: Statement): string[] {
  const remarks = remarksOf(statement);
  return remarks.length <= REMARKS ? [] : remarks.map((sentence) => `- ${plain(sentence, 240)}`);
}
