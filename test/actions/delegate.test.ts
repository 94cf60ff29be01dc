import fc from "fast-check";
import { expect, test } from "vitest";
import { listDelegations, listVoteDelegations } from "../../db/delegations.ts";
import { listEventsBetween, verifyEvents } from "../../db/events.ts";
import { describeProposal } from "../../src/actions/proposals/describe-proposal.ts";
import { castVote } from "../../src/actions/votes/cast-vote.ts";
import { endDelegation, giveVote } from "../../src/actions/votes/delegate.ts";
import { describeDelegations } from "../../src/actions/votes/list-delegations.ts";
import { delegationsAt } from "../../src/core/governance/electorate/check-delegations.ts";
import type { DelegationRule } from "../../src/core/governance/rule-pack.ts";
import { Refusal, Repeated } from "../../src/errors.ts";
import { createTestApp, interactionAt, START, type TestApp, type TestAppOptions } from "../support/app.ts";
import { link, openFeeVote, wallets } from "../support/members.ts";
import { ids, testConfig } from "../support/test-config.ts";

const DAY = 86_400;
const { ada, ben, cleo } = ids;
const quorum = { kind: "share", share: "4 %" };

const withDelegation = (delegation: DelegationRule = { depth: "one-hop", override: true }) =>
  testConfig({ rulePacks: { standard: { title: "Standard", quorum, delegation } } });

const createApp = (options: TestAppOptions = {}) => createTestApp({ config: withDelegation(), ...options });

const click = (app: TestApp) => interactionAt(app.now() * 1000);

const give = (app: TestApp, member: string, to: string, share?: string, lasts?: string) =>
  giveVote(app, { interaction: click(app), member, to, share, lasts });

const end = (app: TestApp, member: string, to: string) => endDelegation(app, { interaction: click(app), member, to });

const standing = (app: TestApp) => listDelegations(app.db, app.now()).map(({ from, to, share }) => [from, to, share]);

const events = (app: TestApp) =>
  listEventsBetween(app.db, 1, 99).map(({ kind, actor, body }) => ({ kind, actor, body: JSON.parse(body) }));

test("default: all of a member's weight is given until it is taken back, and both are remembered", () => {
  const app = createApp();
  const given = give(app, ada, ben);
  expect(given).toMatchObject({ to: ben, share: 1_000_000n, expiresAt: undefined, before: undefined });
  expect(given.rules).toEqual([{ title: "Standard", depth: "one-hop", override: true }]);
  expect(standing(app)).toEqual([[ada, ben, 1_000_000n]]);
  app.pass(10);
  expect(end(app, ada, ben)).toEqual({ share: 1_000_000n });
  expect(standing(app)).toEqual([]);
  expect(events(app)).toEqual([
    { kind: "delegation-made", actor: ada, body: { to: ben, share: "100 %", expiresAt: null } },
    { kind: "delegation-ended", actor: ada, body: { to: ben } },
  ]);
  expect(verifyEvents(app.db).broken).toBeUndefined();
});

test("default: shares for a time, to several members, as both sides see them", () => {
  const app = createApp();
  give(app, ada, ben, "40 %", "90 d");
  give(app, ada, cleo, "1/3");
  const later = START + 90 * DAY;
  expect(describeDelegations(app, ada)).toMatchObject({
    given: [
      { member: ben, share: 400_000n, madeAt: START, expiresAt: later },
      { member: cleo, share: { numerator: 1n, denominator: 3n }, expiresAt: undefined },
    ],
    held: [],
  });
  expect(describeDelegations(app, ben)).toMatchObject({ given: [], held: [{ member: ada, share: 400_000n }] });
  app.set(later - 1);
  expect(describeDelegations(app, ben).held).toHaveLength(1);
  app.set(later);
  expect(describeDelegations(app, ben).held).toHaveLength(0);
});

test("behavior: giving the same member again replaces what was there", () => {
  const app = createApp();
  give(app, ada, ben, "70 %");
  expect(give(app, ada, ben, "100 %", "1 d")).toMatchObject({ before: 700_000n, expiresAt: START + DAY });
  expect(standing(app)).toEqual([[ada, ben, 1_000_000n]]);
  app.pass(DAY);
  // It has expired, so there is nothing left to be replaced or taken back.
  expect(() => end(app, ada, ben)).toThrow(`You do not let <@${ben}> vote for you.`);
  expect(give(app, ada, ben, "10 %").before).toBeUndefined();
  expect(standing(app)).toEqual([[ada, ben, 100_000n]]);
  expect(events(app).map(({ kind }) => kind)).toEqual(Array(3).fill("delegation-made"));
});

test.each([
  { to: ada, why: "You vote with your own weight already" },
  { share: "0 %", why: "A share of nothing gives nothing." },
  { share: "101 %", why: "A share is between 0 % and 100 %." },
  { share: "half", why: "This is not a share." },
  { lasts: "soon", why: "This is not a span of time." },
  { lasts: "0 d", why: "It would end at once." },
  { lasts: "3651 d", why: "It may last 10 years at most." },
])("error: $why", ({ to = ben, share, lasts, why }) => {
  const app = createApp();
  expect(() => give(app, ada, to, share, lasts)).toThrow(why);
  expect(standing(app)).toEqual([]);
  expect(events(app)).toEqual([]);
});

test("boundary: all of it can be given in parts, and not a millionth more", () => {
  const app = createApp();
  give(app, ada, ben, "1/3");
  expect(() => give(app, ada, cleo, "66.6667 %")).toThrow("Of your weight 66.6666 % is left to give.");
  give(app, ada, cleo, "2/3");
  expect(() => give(app, ada, ids.server, "0.0001 %")).toThrow("You have given all of your weight away already.");
  // What is replaced makes room.
  expect(() => give(app, ada, cleo, "2/3")).not.toThrow();
  end(app, ada, ben);
  give(app, ada, ids.server, "0.0001 %");
});

test("boundary: ten members, and not one more", () => {
  const app = createApp();
  const others = Array.from({ length: 11 }, (_, index) => String(700_000_000_000_000_500n + BigInt(index)));
  for (const to of others.slice(0, 10)) give(app, ada, to, "1/99");
  expect(() => give(app, ada, others[10] ?? "", "1/99")).toThrow("You let 10 members vote for you already");
  expect(() => give(app, ada, others[3] ?? "", "1/98")).not.toThrow();
});

test("error: a circle is refused and names who is in it, unless a link of it has ended or expired", () => {
  const app = createApp();
  give(app, ada, ben, "10 %");
  give(app, ben, cleo, "10 %", "1 d");
  const circle = `<@${ada}> → <@${ben}> → <@${cleo}> → <@${ada}>`;
  expect(() => give(app, cleo, ada, "10 %")).toThrow(`These delegate in a circle: ${circle}.`);
  app.pass(DAY);
  give(app, cleo, ada, "10 %");
  expect(() => give(app, ben, cleo)).toThrow("in a circle");
  end(app, cleo, ada);
  give(app, ben, cleo);
});

test("error: one click acts once, and one that was refused has not acted", () => {
  const app = createApp();
  const interaction = click(app);
  expect(() => giveVote(app, { interaction, member: ada, to: ben, share: "0 %" })).toThrow(Refusal);
  expect(() => endDelegation(app, { interaction, member: ada, to: ben })).toThrow(Refusal);
  giveVote(app, { interaction, member: ada, to: ben });
  expect(() => giveVote(app, { interaction, member: ada, to: cleo })).toThrow(Repeated);
  expect(() => endDelegation(app, { interaction, member: ada, to: ben })).toThrow(Repeated);
  expect(standing(app)).toEqual([[ada, ben, 1_000_000n]]);
});

test("error: where no rules know delegation nothing can be given, but what was given before can be taken back", () => {
  const app = createApp();
  give(app, ada, ben);
  // A role that is not listed gives a member weight only at the member's own ballot.
  const crew = { title: "Crew", quorum, delegation: { depth: "one-hop", override: true }, electorate: "crew" };
  for (const rulePacks of [{ standard: { title: "Standard", quorum } }, { standard: crew }]) {
    const other = { ...app, config: testConfig({ rulePacks }) };
    expect(() => give(other, ada, cleo)).toThrow("No rules of this community know delegation");
    expect(() => end(other, ben, ada)).toThrow("No rules of this community know delegation");
  }
  end({ ...app, config: testConfig() }, ada, ben);
  expect(standing(app)).toEqual([]);
});

test("behavior: of rules with houses those houses are named that know delegation", () => {
  const sided = { counting: "for-against-abstain", quorum };
  const houses = {
    holders: { ...sided, title: "Holders", delegation: { depth: "cascade", override: false } },
    crew: { ...sided, title: "Crew", delegation: { depth: "cascade", override: false } },
  };
  const both = { title: "Both", counting: "two-house" as const, houses };
  const app = createTestApp({ config: testConfig({ rulePacks: { standard: { title: "Standard", quorum }, both } }) });
  expect(give(app, ada, ben).rules).toEqual([{ title: "Both", house: "Holders", depth: "cascade", override: false }]);
});

test("law: a vote keeps the delegations it opened with, whatever is given, taken back or expires since", async () => {
  const app = createApp();
  link(app, ada, wallets.ada, 60n);
  link(app, ben, wallets.ben, 40n);
  give(app, ada, ben, "50 %", "10 min");
  await openFeeVote(app);
  app.pass(60);
  end(app, ada, ben);
  give(app, ada, cleo);
  give(app, ben, cleo);
  app.pass(600);
  expect(listVoteDelegations(app.db, 1)).toEqual([{ proposal: 1, from: ada, to: ben, share: 500_000n }]);
  await castVote(app, { interaction: click(app), proposal: 1, member: ben, roles: [ids.member], choice: "for" });
  expect(describeProposal(app, 1).decision?.turnout.weight).toBe(70n);
});

test("law: a clock that goes back, or a vote that opens by an earlier one, brings back nothing that had expired", async () => {
  const app = createApp();
  link(app, ada, wallets.ada, 60n);
  give(app, ada, ben, "100 %", "60 s");
  app.pass(60);
  give(app, ben, ada);
  // Both would stand at this second, and could never be counted.
  app.set(START + 30);
  expect(standing(app)).toEqual([[ben, ada, 1_000_000n]]);
  expect(() => give(app, ada, ben)).toThrow("in a circle");
  await openFeeVote(app);
  expect(describeProposal(app, 1).state).toBe("voting");
});

const people = [ada, ben, cleo, ids.maintainer, ids.treasurer];
const member = fc.nat(people.length - 1);
const step = fc.record({
  act: fc.constantFrom("give", "give", "give", "end", "wait", "back"),
  from: member,
  to: member,
  share: fc.constantFrom(undefined, "50 %", "40 %", "1/3", "1/7", "0.0001 %"),
  lasts: fc.constantFrom(undefined, undefined, "60 s", "200 s"),
});
const rules = fc.constantFrom<DelegationRule>(
  { depth: "one-hop", override: true },
  { depth: "one-hop", override: false },
  { depth: "cascade", override: true },
  { depth: "cascade", override: false },
);

test("law: whatever is asked for, what stands can be counted, and no more weight takes part than there is", async () => {
  const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 21n }), { minLength: 5, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 25 }),
      rules,
      weights,
      fc.subarray(people),
      async (steps, rule, held, voting) => {
        const app = createApp({ config: withDelegation(rule), at: START });
        people.forEach((who, index) => {
          link(app, who, `0x${String(index + 1).repeat(40)}`, (held[index] ?? 0n) + (index === 0 ? 1n : 0n));
        });
        for (const { act, from, to, share, lasts } of steps) {
          if (act === "wait") app.pass(70);
          else if (act === "back") app.pass(-50);
          else
            allowRefusal(() =>
              act === "end"
                ? end(app, people[from] ?? "", people[to] ?? "")
                : give(app, people[from] ?? "", people[to] ?? "", share, lasts),
            );
          const rows = listDelegations(app.db, app.now());
          expect(() =>
            delegationsAt(
              rows.map(({ from, to, share }) => ({ from, to, share })),
              undefined,
            ),
          ).not.toThrow();
        }
        await openFeeVote(app);
        for (const who of voting)
          await castVote(app, {
            interaction: click(app),
            proposal: 1,
            member: who,
            roles: [ids.member],
            choice: "for",
          }).catch(allowed);
        const { decision, electorate } = describeProposal(app, 1);
        expect(decision?.turnout.weight).toBeLessThanOrEqual(electorate.total ?? -1n);
        const everybody = voting.length === people.length && rule.override;
        if (everybody) expect(decision?.turnout.weight).toBe(electorate.total);
        app.close();
      },
    ),
    { numRuns: process.env["STEWARD_TORTURE"] === "1" ? 1_000 : 20 },
  );
});

function allowRefusal(act: () => unknown): void {
  try {
    act();
  } catch (error) {
    allowed(error);
  }
}

function allowed(error: unknown): void {
  if (!(error instanceof Refusal)) throw error;
}
