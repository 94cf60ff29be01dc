import { expect, test } from "vitest";
import { addExecution, VALUE_CHECK } from "../../db/executions.ts";
import { addHandoff } from "../../db/handoffs.ts";
import {
  describeGroup,
  describeParameters,
  findLastChanges,
  nameGroups,
  nameParameters,
  nameVotable,
} from "../../src/actions/calls/describe-parameters.ts";
import { beginProposal } from "../../src/actions/proposals/begin-proposal.ts";
import type { OutgoingMessage } from "../../src/app.ts";
import type { ConfigInput } from "../../src/config/schema.ts";
import { parameterDetails, parameterGroup, parameterList } from "../../src/discord/cards/parameters.ts";
import { outgoing } from "../../src/discord/message-body.ts";
import { createTestApp, interactionAt, START, type TestApp } from "../support/app.ts";
import { link, wallets } from "../support/members.ts";
import { expectAccepted, shownText } from "../support/message-check.ts";
import { ids, registry, testConfig } from "../support/test-config.ts";

type Parameters = NonNullable<ConfigInput["parameters"]>;

const base = { chain: 31_337, target: registry, codec: { type: "percent", scale: "10000" } as const, executor: "dao" };

const parameters: Parameters = {
  "operator-fee": {
    ...base,
    title: "Operator fee",
    getter: "function operatorFeeBps() view returns (uint256)",
    setter: "function setOperatorFeeBps(uint256 value)",
    guardrails: {
      min: "0 %",
      max: "30 %",
      minGetter: "function minimumFee() view returns (uint256)",
      maxGetter: "function maximumFee() view returns (uint256)",
      mostChange: "5 %",
      cooldownSeconds: 86_400,
      noticeSeconds: 3_600,
    },
    sideEffects: ["node-share"],
  },
  inflation: {
    ...base,
    title: "Inflation",
    description: "New HELIO of a round.",
    getter: "function inflation() view returns (uint256)",
    codec: { type: "percent", scale: "1000000000" },
    per: { unit: "round", seconds: 75_600, compounds: true },
    authority: "observed",
  },
  "node-share": { ...base, title: "Nodes' share", getter: "function nodeShare() view returns (uint256)" },
  "other-share": { ...base, title: "Others' share", getter: "function otherShare() view returns (uint256)" },
};

const parameterGroups: ConfigInput["parameterGroups"] = {
  split: {
    title: "Split of the rewards",
    setter: "function setShares(uint256 node, uint256 other)",
    order: ["node-share", "other-share"],
    invariants: [{ sum: "100 %" }],
  },
};

function appWith(more: Parameters = {}): TestApp {
  const app = createTestApp({ config: testConfig({ parameters: { ...parameters, ...more }, parameterGroups }) });
  link(app, ids.ada, wallets.ada, 60n);
  for (const [name, value] of [
    ["inflation", 218_500n],
    ["minimumFee", 100n],
    ["maximumFee", 2_500n],
    ["nodeShare", 7_000n],
    ["otherShare", 3_000n],
  ] as const)
    app.values.set(name, value);
  return app;
}

/** A vote whose hand-off was executed, so many seconds after the start. */
async function executed(app: TestApp, value: string, at: number, result?: string): Promise<number> {
  const { id } = await beginProposal(app, {
    interaction: interactionAt((app.now() + at) * 1000),
    author: ids.ada,
    roles: [ids.member],
    asks: [{ kind: "parameter", parameter: "operator-fee", value }],
  });
  const handoff = addHandoff(app.db, {
    ...{ proposal: id, executor: "dao", onchainId: String(id), preparedBy: ids.ben, preparedAt: START },
  });
  const block = { handoff: handoff.id, block: 1_001n, blockHash: `0x${"cd".repeat(32)}` as const, at: START + at };
  addExecution(app.db, { ...block, state: "executed", transaction: null, facts: {} });
  if (result) addExecution(app.db, { ...block, state: VALUE_CHECK, transaction: null, facts: { result } });
  return id;
}

/** As members read it: Discord shows no backslash before a punctuation mark. */
const asRead = (message: OutgoingMessage) => shownText(message).replaceAll(/\\([^\w\s])/g, "$1");

const details = async (app: TestApp, id: string) => {
  const [view] = await describeParameters(app, id);
  if (view === undefined) throw new Error("no such view");
  const message = outgoing(parameterDetails(view));
  expectAccepted(message);
  return asRead(message);
};

test("default: everything known about a parameter is on its card", async () => {
  const app = appWith();
  const id = await executed(app, "12 %", 10, "MATCH");
  const shown = await details(app, "operator-fee");
  for (const line of [
    "### Operator fee: **10 %**",
    "Allowed: 0 % to 30 %",
    "Allowed by its contract: 1 % to 25 %",
    "One vote may change it by at most 5 %.",
    "After a vote has changed it, it rests for 1 d.",
    "Between a vote's opening and its execution lie at least 1 h.",
    "Changes with it: Nodes' share",
    "Changed by a passed vote, through dao.",
    `Last changed <t:${START + 10}:f> by vote #${id}.`,
    `Last vote: #${id}`,
    "raw `1000`",
  ])
    expect(shown).toContain(line);
});

test("default: a rate is shown by the year, and that no vote changes it", async () => {
  const shown = await details(appWith(), "inflation");
  expect(shown).toContain("### Inflation: **0.02185 % per round**");
  expect(shown).toContain("That is **9.54 % a year**.");
  expect(shown).toContain("Changed by nobody: it moves by itself.");
  expect(shown).not.toContain("No vote about it yet");
});

test("behavior: the newest execution is the last change, a later vote that is only open is not", async () => {
  const app = appWith();
  await executed(app, "12 %", 10, "MATCH");
  app.pass(90_000);
  const second = await executed(app, "13 %", 20, "MISMATCH");
  expect(findLastChanges(app).get("operator-fee")).toEqual({ proposal: second, at: START + 20, held: "MISMATCH" });
  expect(await details(app, "operator-fee")).toContain("; the chain did not hold what was voted.");
});

test("error: a bound that cannot be read is said, and the value is shown all the same", async () => {
  const app = appWith();
  app.values.delete("minimumFee");
  const shown = await details(app, "operator-fee");
  expect(shown).toContain("### Operator fee: **10 %**");
  expect(shown).toContain("Allowed by its contract: unknown");
});

test("error: a value that cannot be read is unknown, never zero", async () => {
  const app = appWith();
  app.values.delete("inflation");
  expect(await details(app, "inflation")).toContain("### Inflation: unknown (");
});

test("default: a group is shown with what must hold, and its members say how they are set", async () => {
  const app = appWith();
  const view = await describeGroup(app, "split");
  if (view === undefined) throw new Error("no such group");
  const message = outgoing(parameterGroup(view));
  expectAccepted(message);
  const shown = asRead(message);
  expect(shown).toContain("### Split of the rewards");
  expect(shown).toContain("**Nodes' share**: **70 %**");
  expect(shown).toContain("Must hold: together 100 %");
  expect(await details(app, "node-share")).toContain("through dao, together with the rest of split");
  expect(await describeGroup(app, "operator-fee")).toBeUndefined();
});

test("behavior: what a vote can be about is named apart from what can be looked at", () => {
  const app = appWith();
  const names = (list: { id: string }[]) => list.map(({ id }) => id);
  expect(names(nameParameters(app))).toEqual(["operator-fee", "inflation", "node-share", "other-share"]);
  expect(names(nameGroups(app))).toEqual(["split"]);
  expect(names(nameVotable(app))).toEqual(["split", "operator-fee"]);
});

test("boundary: many parameters with long names and rates fit on one card, and what does not is counted", async () => {
  const long = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [
      `long-${index}`,
      { ...(parameters["inflation"] as Parameters[string]), title: `${"*_`".repeat(18)}${index}` },
    ]),
  );
  const app = appWith(long);
  await executed(app, "12 %", 10);
  const message = outgoing(parameterList(await describeParameters(app)));
  expectAccepted(message);
  const shown = asRead(message);
  expect(shown).toContain("**Operator fee**: **10 %** · last vote #1 · changed");
  expect(shown).toContain("**Inflation**: **0.02185 % per round** (9.54 % a year) · not by vote");
  expect(shown).toMatch(/…and \d+ more/);
});
