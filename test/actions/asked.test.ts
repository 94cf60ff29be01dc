import { decodeFunctionData, encodeFunctionData, parseAbi } from "viem";
import { expect, test } from "vitest";
import { checkActions } from "../../src/actions/calls/check-actions.ts";
import { beginProposal } from "../../src/actions/proposals/begin-proposal.ts";
import { describeProposal } from "../../src/actions/proposals/describe-proposal.ts";
import { editProposal } from "../../src/actions/proposals/edit-proposal.ts";
import { requireContent, requireVote } from "../../src/actions/proposals/find-proposal.ts";
import type { Config, ConfigInput } from "../../src/config/schema.ts";
import { type Ask, readAsks } from "../../src/core/governance/ask.ts";
import { hashProposal } from "../../src/core/governance/proposal.ts";
import { Refusal } from "../../src/errors.ts";
import { createTestApp, interactionAt, START, type TestApp } from "../support/app.ts";
import { link, wallets } from "../support/members.ts";
import { governor, ids, registry, testConfig, token } from "../support/test-config.ts";

const to = "0x90F79bf6EB2c4f870365E785982E1f101E93b906";
const HELIO = 10n ** 18n;
const erc20 = parseAbi(["function transfer(address to, uint256 amount) returns (bool)"]);

const config = (changes: Partial<ConfigInput> = {}): Config =>
  testConfig({
    tokens: { helio: { chain: 31_337, address: token, symbol: "HELIO", decimals: 18 } },
    transfers: { executor: "dao" },
    calls: { executor: "dao" },
    ...changes,
  });

function appWith(changes: Partial<ConfigInput> = {}): TestApp {
  const app = createTestApp({ config: config(changes) });
  link(app, ids.ada, wallets.ada, 60n);
  app.values.set("balanceOf", 1_000n * HELIO);
  app.chain.codeAt.set(token, "0x6002");
  return app;
}

const begin = (app: TestApp, asks: readonly Ask[], draft = false) =>
  beginProposal(app, {
    interaction: interactionAt(app.now() * 1000),
    author: ids.ada,
    roles: [ids.member],
    asks,
    draft,
  });

const vote = async (app: TestApp, text: string) => requireVote(app, (await begin(app, readAsks(text))).id);

test("default: a transfer of a token becomes a call of the token, whose sum everybody can read", async () => {
  const app = appWith();
  const { title, actions, description } = await vote(app, `transfer 500.5 helio to ${to}`);
  expect(title).toBe(`Transfer 500.5 HELIO to ${to}`);
  expect(actions).toMatchObject([
    { kind: "transfer", token: "helio", to, amount: "500500000000000000000", target: token, value: 0n },
  ]);
  expect(decodeFunctionData({ abi: erc20, data: actions[0]?.calldata ?? "0x" }).args).toEqual([to, 5005n * 10n ** 17n]);
  expect(description).toContain(`Transfer: 500.5 HELIO to ${to}`);
  expect(description).toContain(`transfer(to: ${to}, amount: 500500000000000000000) on ${token}, chain 31337`);
});

test("behavior: the chain's own coin goes to whom it is paid, without bytes", async () => {
  const frozen = await vote(appWith(), `transfer 2 ETH to ${to}`);
  expect(hashProposal({ ...frozen, server: ids.server })).toBe(frozen.hash);
  expect(frozen.actions).toMatchObject([{ kind: "transfer", target: to, value: 2n * HELIO, calldata: "0x" }]);
});

test("behavior: a call is encoded from its signature and arguments in words", async () => {
  const { title, actions, description } = await vote(
    appWith(),
    `call ${registry} setPair(uint256 a, bool b) with 5, true`,
  );
  expect(title).toBe(`Call setPair of ${registry}`);
  const abi = parseAbi(["function setPair(uint256 a, bool b)"]);
  expect(actions[0]?.calldata).toBe(encodeFunctionData({ abi, args: [5n, true] }));
  expect(description).toContain("setPair(uint256,bool) with 5, true on");
});

test("behavior: several asks are one proposal with one result, in the order that they were given", async () => {
  const app = appWith();
  const { id } = await begin(app, readAsks(`operator-fee = 12 %\ntransfer 500 HELIO to ${to}`));
  const { title, changes } = describeProposal(app, id);
  expect(title).toBe("Set Operator fee to 12 %, and 1 more");
  expect(changes.map(({ title: name, after }) => [name, after])).toEqual([
    ["Operator fee", "12 %"],
    ["Transfer", `500 HELIO to ${to}`],
  ]);
});

test("behavior: a draft takes one more ask, and loses one that its author strikes out", async () => {
  const app = appWith();
  const { id } = await begin(app, readAsks("operator-fee = 12 %"), true);
  const edit = async (text: string) => {
    const asker = { interaction: interactionAt(app.now() * 1000), author: ids.ada, roles: [ids.member] };
    await editProposal(app, { ...asker, proposal: id, edit: { asks: readAsks(text) } });
    return requireContent(app, id).title;
  };
  expect(await edit(`operator-fee = 12 %\ntransfer 500 HELIO to ${to}`)).toBe("Set Operator fee to 12 %, and 1 more");
  expect(await edit(`transfer 500 HELIO to ${to}`)).toBe(`Transfer 500 HELIO to ${to}`);
  await expect(edit("")).rejects.toThrow("asks for something");
});

test.each([
  [`transfer 1000.000000000000000001 helio to ${to}`, `${governor} holds 1,000 HELIO, less than`],
  [`transfer 0 helio to ${to}`, "moves more than nothing"],
  [`transfer -5 helio to ${to}`, "moves more than nothing"],
  [`transfer 1e3 helio to ${to}`, "not a number Steward can read"],
  [`transfer 0.0000000000000000001 helio to ${to}`, "decimal"],
  [`transfer 5 doge to ${to}`, "There is no token “doge”"],
  [`transfer 5 helio to ${to.slice(0, -1)}7`, "typing error"],
  [`call ${to} setFee(uint256) with 5`, "There is no contract at"],
  [`call ${registry} function fee(uint256) view returns (uint256) with 5`, "only reads"],
  [`call ${registry} setFee(fixed) with 5`, "setFee(fixed)"],
  ["operator-fee = 12 %\noperator-fee = 13 %", "is set twice"],
  [Array.from({ length: 11 }, () => `transfer 1 helio to ${to}`).join("\n"), "at most 10"],
])("error: “%s” is refused: %s", async (text, says) => {
  const app = appWith();
  const asked = vote(app, text);
  await expect(asked).rejects.toThrow(says);
  await expect(asked).rejects.toThrow(Refusal);
});

test("error: what the config lets nobody ask for is refused, with what a maintainer can do", async () => {
  const app = createTestApp({ config: testConfig() });
  link(app, ids.ada, wallets.ada, 60n);
  await expect(vote(app, `transfer 5 ETH to ${to}`)).rejects.toMatchObject({
    message: "Here nobody votes on transfers.",
    hint: "A maintainer can allow it under `transfers` in Steward's config.",
  });
  await expect(vote(app, `call ${registry} pause()`)).rejects.toThrow("Here nobody votes on calls of any contract.");
});

test("error: what is voted on by different rules cannot be one proposal", async () => {
  const app = appWith({ transfers: { executor: "dao", rulePack: "crew" } });
  await expect(vote(app, `operator-fee = 12 %\ntransfer 5 ETH to ${to}`)).rejects.toThrow("by different rules");
});

test("law: what the account no longer holds cannot be handed off", async () => {
  const app = appWith();
  const { actions } = await vote(app, `transfer 500 HELIO to ${to}`);
  await checkActions(app, actions);
  app.values.set("balanceOf", 499n * HELIO);
  await expect(checkActions(app, actions)).rejects.toThrow(`${governor} holds 499 HELIO, less than was voted on: 500.`);
  app.values.set("balanceOf", 500n * HELIO);
  app.chain.codeAt.set(token, "0x6003");
  await expect(checkActions(app, actions)).rejects.toThrow("is not what it was when the vote opened");
  expect(app.now()).toBe(START);
});

const share = (name: string): NonNullable<ConfigInput["parameters"]>[string] => ({
  title: `${name} share`,
  chain: 31_337,
  target: registry,
  getter: `function ${name.toLowerCase()}Share() view returns (uint256)`,
  codec: { type: "percent", scale: "10000" },
  guardrails: { mostChange: "20 %", cooldownSeconds: 86_400 },
  executor: "dao",
});

function appWithGroup(): TestApp {
  const app = appWith({
    parameters: { node: share("Node"), operator: share("Operator"), reserve: share("Reserve") },
    parameterGroups: {
      split: {
        title: "Split",
        setter: "function setSplit(uint256 node, uint256 operator, uint256 reserve)",
        order: ["node", "operator", "reserve"],
        invariants: [{ sum: "100 %" }],
      },
    },
  });
  for (const [name, bps] of [
    ["nodeShare", 6_000n],
    ["operatorShare", 3_000n],
    ["reserveShare", 1_000n],
  ] as const)
    app.values.set(name, bps);
  return app;
}

test("behavior: values that the chain takes with one call are voted on together, those that stay among them", async () => {
  const app = appWithGroup();
  const { id } = await begin(app, readAsks("split = node 65 %, operator 25 %"));
  const { title, actions } = requireVote(app, id);
  expect(title).toBe("Set Node share to 65 %, Operator share to 25 %");
  const abi = parseAbi(["function setSplit(uint256 node, uint256 operator, uint256 reserve)"]);
  expect(actions).toMatchObject([
    {
      kind: "group",
      group: "split",
      calldata: encodeFunctionData({ abi, args: [6_500n, 2_500n, 1_000n] }),
      changes: [
        { parameter: "node", before: "6000", after: "6500" },
        { parameter: "operator", before: "3000", after: "2500" },
        { parameter: "reserve", before: "1000", after: "1000" },
      ],
    },
  ]);
  const { changes } = describeProposal(app, id);
  expect(changes.map(({ title: name, before, after }) => [name, before, after])).toEqual([
    ["Node share", "60 %", "65 %"],
    ["Operator share", "30 %", "25 %"],
  ]);
  expect(changes[0]?.call).toBe("setSplit(node: 6500, operator: 2500, reserve: 1000)");
  await checkActions(app, actions);
  // The call would write back what the third was, whatever it has become.
  app.values.set("reserveShare", 1_100n);
  await expect(checkActions(app, actions)).rejects.toThrow("Reserve share has changed since the vote opened");
});

test.each([
  ["split = node 65 %", "100 %"],
  ["split = node 90 %, operator 0 %", "20 %"],
  ["split = node 60 %", "is so already"],
  ["split = nodes 65 %", "nodes"],
  ["node = 65 %", "is set together with others"],
])("error: of a group “%s” is refused: %s", async (text, says) => {
  await expect(vote(appWithGroup(), text)).rejects.toThrow(says);
});
