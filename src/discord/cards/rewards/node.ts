import type { NodeInFull, ShownReward, TermRow } from "../../../actions/nodes/describe-node.ts";
import type { NodesView, NodeView } from "../../../actions/nodes/node-view.ts";
import type { MoneyKind } from "../../../core/rewards/kinds.ts";
import { code, plain } from "../../../core/sanitize.ts";
import type { Reply } from "../../command.ts";
import { container, divider, gallery, text } from "../../components.ts";
import { when } from "../../timestamp.ts";
import { alertWords, beganTitles } from "../node-alert-words.ts";
import { tokenAmount } from "../token-amount.ts";
import { picture } from "./pictures.ts";
import {
  againstWords,
  attendanceWords,
  bookedLine,
  earnedLine,
  heldParts,
  lookBack,
  paybackWords,
  shareWords,
  unbookedLines,
} from "./words.ts";

const MOST_EPOCHS = 8;
const MOST_TERMS = 4;

/** What a log said of the money, as members read it. */
const KINDS: Readonly<Record<MoneyKind, string>> = {
  paid: "paid",
  accrued: "earned, to be claimed",
  locked: "earned, locked",
  claimed: "claimed",
  lost: "lost",
};

/** One node in full: whose it is, what it earned and how that compares, its terms, what is the matter with it, and its last rewards one by one. */
export async function nodeCard(found: readonly NodeInFull[], timeZone: string): Promise<Reply> {
  const shown = found.slice(0, 2);
  const files = await Promise.all(
    shown.map(({ view }) => picture(`Node ${view.nodes[0]?.node ?? ""}`, view, timeZone)),
  );
  const parts = shown.flatMap((one, index) => {
    const node = one.view.nodes[0];
    if (node === undefined) return [];
    const { name = "", description = "" } = files[index] ?? {};
    const last = [
      ...alertLines(one.alerts),
      ...termLines(one),
      ...rewardLines(one, node),
      ...unbookedLines(one.view),
      bookedLine(one.view),
    ];
    return [text(...headLines(node, one.view)), gallery({ file: name, description }), divider(), text(...last)];
  });
  const isWrong = shown.some(({ alerts }) => alerts.length > 0);
  return { components: [container(isWrong ? "waiting" : "quiet", ...parts)], files };
}

function headLines(node: NodeView, view: NodesView): string[] {
  const facts = [
    `owner ${code(node.owner)}`,
    node.region === undefined ? "no region known" : `region ${plain(node.region, 40)}`,
    node.class === undefined ? "" : plain(node.class, 40),
    `since ${when(node.since, "d")}`,
  ];
  const [main, ...others] = node.money;
  return [
    `### Node ${plain(node.node, 60)} · ${plain(view.label, 40)}`,
    facts.filter(Boolean).join(" · "),
    earnedLine(main, view),
    ...others.map((money) => earnedLine(money, view)),
    ...node.money.map((money) => heldParts(money).join(" · ")).filter(Boolean),
    [attendanceWords(node, view), againstWords(node)].filter(Boolean).join(" · "),
    [shareWords(node), paybackWords(node)].filter(Boolean).join(" · "),
  ].filter(Boolean);
}

function alertLines(alerts: NodeInFull["alerts"]): string[] {
  return alerts.slice(0, 5).map((alert) => {
    const words = alertWords(alert);
    return `**${beganTitles[alert.kind]}** since ${when(alert.openedAt)}${words === "" ? "" : `: ${words}`}`;
  });
}

function termLines({ terms, explorer }: NodeInFull): string[] {
  const lines = terms.slice(0, MOST_TERMS).map((term) => termLine(term, explorer));
  return terms.length === 0 ? [] : ["**Terms**", ...lines];
}

function termLine({ term, value, at, transaction }: TermRow, explorer: string | undefined): string {
  return `- ${plain(term, 40)}: ${plain(value, 40)} from ${when(at, "d")} · ${transactionWords(transaction, explorer)}`;
}

function rewardLines({ rewards, view, explorer }: NodeInFull, node: NodeView): string[] {
  const byEpoch = Map.groupBy(rewards, ({ epoch }) => epoch);
  const tokens = new Map(node.money.map(({ token }) => [token.name, token]));
  const lines = view.epochs
    .map(({ epoch, firstAt }, index) => ({ epoch, firstAt, pay: node.pays[index] }))
    .slice(-MOST_EPOCHS)
    .reverse()
    .map(({ epoch, firstAt, pay }) => {
      const found = byEpoch.get(epoch) ?? [];
      const said = found.slice(0, 2).map((reward) => rewardWords(reward, tokens, explorer));
      const more = found.length > 2 ? [`${found.length - 2} more`] : [];
      const what = found.length > 0 ? [...said, ...more].join("; ") : pay === "missed" ? "**missed**" : "nothing";
      return `- ${epoch} (${when(firstAt, "d")}): ${what}`;
    });
  return [`**Last ${lines.length} of ${lookBack(view)}**`, ...lines];
}

function rewardWords(
  { token, amount, kind, transaction }: ShownReward,
  tokens: ReadonlyMap<string, NodeView["money"][number]["token"]>,
  explorer: string | undefined,
): string {
  const known = tokens.get(token) ?? { name: token, symbol: token, decimals: 0 };
  // A tree whose root stands in its contract from the beginning was told by no transaction.
  const where = transaction === "0x" ? "" : ` · ${transactionWords(transaction, explorer)}`;
  return `${tokenAmount(amount, known)} ${KINDS[kind]}${where}`;
}

/** A transaction by its hash, which opens the explorer where there is one. */
function transactionWords(hash: string, explorer: string | undefined): string {
  const short = `${hash.slice(0, 8)}…${hash.slice(-6)}`;
  return explorer === undefined ? code(hash) : `[${short}](<${explorer}/tx/${hash}>)`;
}
