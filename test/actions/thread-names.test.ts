import { expect, test } from "vitest";
import { findOutbox, setOutbox } from "../../db/outbox.ts";
import { findDestination } from "../../src/actions/outbox/find-destination.ts";
import { beginProposal } from "../../src/actions/proposals/begin-proposal.ts";
import { describeProposal } from "../../src/actions/proposals/describe-proposal.ts";
import { writeReport } from "../../src/actions/reports/write-report.ts";
import { postOf } from "../../src/discord/cards/proposal.ts";
import { createTestApp, interactionAt } from "../support/app.ts";
import { createBooksApp, MIDNIGHT } from "../support/books.ts";
import { link, wallets } from "../support/members.ts";
import { ids } from "../support/test-config.ts";

test("behavior: neither a thread nor a post is called by what nobody sees", async () => {
  const app = createTestApp();
  link(app, ids.ada, wallets.ada, 60n);
  const asker = { interaction: interactionAt(app.now() * 1000), author: ids.ada, roles: [ids.member] };
  const question = "Pay \u202Enobody\u202C\u200B?\n@here";
  await beginProposal(app, { ...asker, poll: { question, choices: [] } });
  const card = findOutbox(app.db, "proposal-card:1");
  const discussion = findOutbox(app.db, "discussion:1");
  if (card === undefined || discussion === undefined) throw new Error("a proposal has a card and a thread");
  setOutbox(app.db, card.id, { state: "posted", channel: ids.proposals, message: "800000000000000001" });
  const name = "#1 · Pay nobody? @here";
  expect(findDestination(app, discussion)).toMatchObject({ threadOf: { name } });
  expect(postOf(describeProposal(app, 1)).name).toBe(name);
});

test("default: a report's thread is called as the report", async () => {
  const app = createBooksApp();
  await writeReport(app, { name: "daily", period: { from: MIDNIGHT - 86_400, to: MIDNIGHT } });
  const [card, details] = [findOutbox(app.db, "report:1"), findOutbox(app.db, "report:1:details")];
  if (card === undefined || details === undefined) throw new Error("a report has a card and details");
  setOutbox(app.db, card.id, { state: "posted", channel: ids.reports, message: "800000000000000001" });
  expect(findDestination(app, details)).toMatchObject({ threadOf: { name: "Daily report · Sat 28 Feb 2026" } });
});
