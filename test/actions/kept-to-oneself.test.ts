import { expect, test } from "vitest";
import { proposals } from "../../commands/proposals.ts";
import { beginProposal } from "../../src/actions/proposals/begin-proposal.ts";
import { describeDraft } from "../../src/actions/proposals/describe-draft.ts";
import { describeProposal, listProposals } from "../../src/actions/proposals/describe-proposal.ts";
import { cancelProposal, vetoProposal, withdrawProposal } from "../../src/actions/proposals/end-proposal.ts";
import { castVote } from "../../src/actions/votes/cast-vote.ts";
import { closeVote } from "../../src/actions/votes/close-vote.ts";
import { createTestApp, interactionAt, START, type TestApp } from "../support/app.ts";
import { link, openFeeVote, wallets } from "../support/members.ts";
import { ids, testConfig } from "../support/test-config.ts";

const guardian = "700000000000000304";
const quorum = { kind: "share", share: "4 %" };

function createApp(rules: object = {}): TestApp {
  const { roles } = testConfig();
  const config = testConfig({
    roles: { ...roles, guardian: [guardian] },
    rulePacks: { standard: { title: "Standard", quorum, ...rules } },
  });
  const app = createTestApp({ config });
  link(app, ids.ada, wallets.ada, 60n);
  link(app, ids.ben, wallets.ben, 40n);
  return app;
}

const asker = (app: TestApp, author: string = ids.ada, roles: string[] = [ids.member]) => ({
  ...{ interaction: interactionAt(app.now() * 1000), author, roles, proposal: 1 },
});

const draft = (app: TestApp, question = "Shall we move out?") =>
  beginProposal(app, { ...asker(app), draft: true, poll: { question, choices: [] } });

const seen = (app: TestApp, id: string) => {
  const member = { id, roles: [ids.member] };
  return proposals.run(app, { member, options: { number: 1 } } as never);
};

test("law: the count of a secret vote that a guardian vetoes while it is open stays secret", async () => {
  const app = createApp({ secret: true });
  await openFeeVote(app);
  await castVote(app, { ...asker(app), member: ids.ada, choice: "for" });
  vetoProposal(app, { ...asker(app, ids.cleo, [guardian]), reason: "Unsafe." });
  expect(describeProposal(app, 1)).toMatchObject({ state: "vetoed", decision: undefined });
  expect(listProposals(app)).toMatchObject([{ state: "vetoed", voters: undefined }]);
});

test("behavior: a secret vote that was counted shows its count, also once it is vetoed", async () => {
  const app = createApp({ secret: true });
  await openFeeVote(app);
  await castVote(app, { ...asker(app), member: ids.ada, choice: "for" });
  app.set(START + 3_660);
  closeVote(app, 1);
  vetoProposal(app, { ...asker(app, ids.cleo, [guardian]), reason: "Unsafe." });
  expect(describeProposal(app, 1).decision?.turnout.voters).toBe(1);
});

test("law: a draft that was taken back stays its author's alone", async () => {
  const app = createApp();
  await draft(app);
  withdrawProposal(app, { ...asker(app), reason: "Not wise." });
  expect(listProposals(app)).toEqual([]);
  expect(listProposals(app, { author: ids.ada })).toHaveLength(1);
  expect(() => seen(app, ids.ben)).toThrow("There is no proposal #1");
  expect(JSON.stringify(seen(app, ids.ada))).toContain("Shall we move out?");
  await beginProposal(app, { ...asker(app), poll: { question: "Shall we move out?", choices: [] } });
  expect(describeProposal(app, 2).similar).toEqual([]);
});

test("law: nobody stops a draft that only its author sees, or learns of it", async () => {
  const app = createApp();
  await draft(app);
  const end = { ...asker(app, ids.cleo, [ids.maintainer, guardian]), reason: "No." };
  expect(() => cancelProposal(app, end)).toThrow("There is no proposal #1");
  expect(() => vetoProposal(app, end)).toThrow("There is no proposal #1");
  expect(describeDraft(app, 1).state).toBe("draft");
});
