import { afterAll, beforeAll, expect, test } from "vitest";
import { createOrchard, type Orchard, type Report } from "../support/orchard.ts";
import { whole } from "../support/orchard-chain.ts";
import { payForTree, plant, sayPrices } from "../support/orchard-life.ts";
import { imbalances } from "../support/posted-report.ts";

const HOUR = 3_600;
const utc = (text: string) => Date.parse(`2026-${text}:00Z`) / 1_000;
const dayOf = (day: number) => `11-${String(day).padStart(2, "0")}`;
/** A few minutes after a day of November is over in New York, which went back to winter time on its first. */
const after = (day: number) => utc(`${day === 30 ? "12-01" : dayOf(day + 1)}T05:10`);

let town: Orchard;

beforeAll(async () => {
  town = await createOrchard(utc("10-31T12:00"));
  await plant(town.chain);
  await town.chain.passTo(utc("10-31T20:00"));
  town.configure();
  await town.start();
  await town.chain.passTo(utc("11-01T03:30"));
  await sayPrices(town.chain);
  await town.passTo(utc("11-01T04:10"));
  await reported("Day · Sat 31 Oct 2026");
}, 60_000);

afterAll(() => town.stop());

/** A report once it and its thread are there; the one that fits, where it is not the first. */
function reported(title: string, fits: (report: Report) => boolean = () => true): Promise<Report> {
  return town.until(title, async () => {
    const [card] = await town.cards(title);
    const report = card && (await town.reportOf(card));
    return report && fits(report) ? report : undefined;
  });
}

/** What happens on a day at noon, with fresh prices, and a last block shortly before midnight. */
async function noon(day: number, act: () => Promise<unknown> = async () => undefined): Promise<void> {
  await town.chain.passTo(utc(`${dayOf(day)}T17:00`));
  await sayPrices(town.chain);
  await act();
  await town.chain.passTo(after(day) - HOUR);
}

/** Lives through a day; its report, whose files must balance. */
async function day(number: number, act?: () => Promise<unknown>): Promise<Report> {
  await noon(number, act);
  await town.passTo(after(number));
  const report = await reported(titleOf(number));
  expect(imbalances(report)).toEqual([]);
  return report;
}

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const titleOf = (number: number) => `Day · ${WEEKDAYS[(number - 1) % 7]} ${number} Nov 2026`;

/** A leg of a report, by its position. */
function leg(report: Report, position: string, name = "") {
  return report.statement.positions.find((one) => one.position === position && one.leg === name);
}

test("default: the day on which clocks go back has 25 hours, and what was earned in it is not what was paid in", async () => {
  const report = await day(1, () => payForTree(town.chain, 7n));
  expect(report.statement.to - report.statement.from).toBe(25 * HOUR);
  expect(report.card).toContain("- Picking **+$280.00** · 7 CRATE to 1 node");
  expect(leg(report, "safe-crate")).toMatchObject({ opening: "100000", closing: "100007", income: "0" });
  // The same account lends and owes; both are said, each with its own sign.
  expect(Number(leg(report, "bucks", "supplied")?.income)).toBeGreaterThan(0);
  expect(Number(leg(report, "bucks", "debt")?.income)).toBeLessThan(0);
  expect(report.card).toContain("There is no price for PIP: its value in USD is unknown.");
});

test("behavior: two wallets that pay each other move nothing over the edge but what a coin keeps on its way", async () => {
  const { at, call, sent, bySafe, people } = town.chain;
  const report = await day(2, async () => {
    await sent(people.purser, call(at.toll, "transfer", people.safe, whole("toll", 100)));
    await bySafe(call(at.bucks, "transfer", people.purser, whole("bucks", 500)));
    await sent(people.purser, call(at.bucks, "transfer", people.safe, whole("bucks", 120)));
  });
  expect(report.card).toContain("Not income: paid out $2.00");
  expect(report.thread).toContain("taken out 100 TOLL");
  expect(report.thread).toContain("paid in 98 TOLL");
  expect(report.statement.residualUsd).toBe("0");
});

test.each<[what: string, number: number, act: () => Promise<unknown>, said: string[]]>([
  [
    "a negative rebase",
    3,
    () => inKeepersName("tide", "rebase", 9n * 10n ** 17n),
    ["- Safe TIDE **−$20,000.00**", "Safe TIDE lost 10 % of what lay in it within 24 h."],
  ],
  [
    "a donation into the vault",
    4,
    () => inKeepersName("bucks", "transfer", town.chain.at.vault, whole("bucks", 30_000)),
    ["Cider vault gained 100 % of what lay in it within 24 h, more than a yield: somebody may have paid into it."],
  ],
  [
    "a share price that halves",
    5,
    () => inKeepersName("vault", "lose", whole("bucks", 30_000)),
    ["- Cider vault **−$19,999.99**", "Cider vault lost 50 % of what lay in it within 24 h."],
  ],
  [
    "a vault that is shut and a market that is paused",
    6,
    async () => {
      await inKeepersName("vault", "setShut", true);
      await inKeepersName("configurator", "setReservePause", town.chain.at.bucks, true);
    },
    ["Bucks lent and owed **−$0.9", "Cider vault was not read at the end of the period", "reverted: shut."],
  ],
  [
    "both open again",
    7,
    async () => {
      await inKeepersName("vault", "setShut", false);
      await inKeepersName("configurator", "setReservePause", town.chain.at.bucks, false);
    },
    ["Cider vault was not read at the start of the period: its income is unknown.", "of which known **$5,636,2"],
  ],
  [
    "a feed that answers 0",
    8,
    async () => inKeepersName("appleFeed", "say", 0n, await town.chain.now()),
    ["The price apple-usd could not be read at the end of the period: the feed's answer is not above zero."],
  ],
  [
    "a feed that answers from the past",
    9,
    () => inKeepersName("appleFeed", "say", 250_000_000n, BigInt(utc("10-28T12:00"))),
    ["The price apple-usd could not be read at the end of the period: the feed has been silent for 12 d."],
  ],
  [
    "a claim that comes to an account nobody watches",
    10,
    () => town.chain.bySafe(town.chain.call(town.chain.at.plot, "getReward")),
    ["PIP claimed from Plot came to no account that is watched, and left the books."],
  ],
  [
    "a balance that grows without a log",
    11,
    () => inKeepersName("dew", "slip", town.chain.people.safe, whole("dew", 5)),
    ["The books do not explain $50.00", "Safe DEW: 5 DEW more is there than its logs explain", "residual $50.00"],
  ],
])("error: %s balances, and is said", async (_, number, act, said) => {
  const report = await day(number, act);
  for (const words of said) expect(report.card).toContain(words);
});

/** A call by somebody who is not the treasury. */
function inKeepersName(to: Exclude<keyof Orchard["chain"]["at"], "lending">, name: string, ...args: unknown[]) {
  const { at, call, sent, people } = town.chain;
  return sent(people.keeper, call(at[to], name, ...args));
}

test.each<[when: string, number: number, moment: () => Promise<true | undefined>]>([
  ["its end is read", 12, reads(8)],
  [
    "its card is there and its thread is not",
    13,
    async () => ((await town.cards(titleOf(13))).length > 0 ? true : undefined),
  ],
])("error: killed when %s, Steward posts a report once, with one thread", async (_, number, moment) => {
  await noon(number, () => payForTree(town.chain, 1n));
  await town.passTo(after(number));
  await town.until(`the moment of day ${number}`, moment);
  await town.kill();
  await town.start();
  const report = await reported(titleOf(number));
  expect(imbalances(report)).toEqual([]);
  expect(report.threadSize).toBe(1);
  expect(report.card).toContain("1 CRATE to 1 node");
  expect(await town.cards(titleOf(number))).toHaveLength(1);
});

/** Whether the node was asked so much more than when this was first looked at. */
function reads(most: number): () => Promise<true | undefined> {
  let before: number | undefined;
  return async () => {
    before ??= town.asked();
    return town.asked() >= before + most ? true : undefined;
  };
}

test("behavior: a source that is behind is said to be, and what it had is added by an edit that says so once", async () => {
  const title = titleOf(14);
  const pay = town.chain.at.pay.toLowerCase();
  town.withheld.add(pay);
  await noon(14, () => payForTree(town.chain, 3n));
  await town.passTo(after(14));
  expect(await town.cards(title)).toEqual([]);
  // It is waited for six hours.
  await town.passTo(after(14) + 6 * HOUR);
  const early = await reported(title);
  expect(imbalances(early)).toEqual([]);
  expect(early.card).toMatch(/Picking could be read only up to .*: later payments are missing\./);
  expect(early.card).not.toContain("paid nothing");
  town.withheld.delete(pay);
  await town.passTo(after(14) + 7 * HOUR);
  const late = await reported(title, ({ statement }) => (statement.corrections ?? []).length > 0);
  const edited = await reported(title, ({ card }) => card.includes("Corrected"));
  expect(imbalances(late)).toEqual([]);
  expect(edited.card).toContain("Picking: 0 CRATE → 3 CRATE, 3 CRATE were booked later");
  expect(late.statement.corrections).toHaveLength(1);
  await town.passTo(after(14) + 8 * HOUR);
  expect(await town.cards(title)).toHaveLength(1);
  expect((await reported(title)).statement.corrections).toHaveLength(1);
});

test("error: positions whose contracts are not what they are said to be are unknown, and nothing is counted of them", async () => {
  const { at, people } = town.chain;
  const holder = people.safe;
  const here = { chain: 90_210, holder };
  const wrong = {
    coin: { ...here, kind: "erc4626", label: "No vault", vault: at.apple, token: "bucks" },
    asset: { ...here, kind: "erc4626", label: "Other asset", vault: at.vault, token: "apple" },
    debt: {
      ...here,
      kind: "aave-v3",
      label: "No debt",
      asset: at.bucks,
      token: "bucks",
      debt: at.lending.bucks.supply,
    },
    pair: { ...here, kind: "uniswap-v2", label: "No pair", pair: at.vault, tokens: ["bucks", "apple"] },
    nobody: { ...here, kind: "balance", label: "No coin", contract: people.stranger, token: "bucks" },
    dew: { ...here, kind: "balance", label: "Other coin", contract: at.dew, token: "crate" },
    stake: {
      ...here,
      kind: "staking-rewards",
      label: "Other stake",
      contract: at.plot,
      token: "bucks",
      rewardToken: "pip",
    },
  };
  await town.kill();
  town.configure(wrong);
  await town.start();
  const report = await day(15, () => payForTree(town.chain, 2n));
  for (const { label } of Object.values(wrong))
    expect(report.statement.unknowns.join("\n")).toContain(`${label} was not read at the end of the period`);
  expect(report.card).toContain("- 7 positions: **income unknown**");
  expect(report.card).toMatch(/of which known \*\*\$5,63\d,\d{3} → \$5,63\d,\d{3}\*\*/);
  await town.kill();
  town.configure();
  await town.start();
});

test("behavior: what is taken out of vault, pool and debt, and paid to a stranger, is where it went", async () => {
  const { at, call, read, bySafe, people } = town.chain;
  const { safe, purser, stranger } = people;
  const report = await day(16, async () => {
    await bySafe(
      call(at.market, "repay", at.bucks, whole("bucks", 5_000), 2, safe),
      call(at.vault, "redeem", await read<bigint>(at.vault, "balanceOf", safe), purser, safe),
      call(at.dew, "transfer", stranger, whole("dew", 1_000)),
    );
  });
  expect(report.card).toContain("Not income: paid out $10,000.00");
  expect(leg(report, "cider")).toMatchObject({ closing: "0", income: "0" });
  expect(leg(report, "bucks", "debt")).toMatchObject({ paidIn: "5000000000" });
  expect(report.statement.residualUsd).toBe("0");
});

test("law: every report of the month balances, each day begins where the last one ended, and the month is its days", async () => {
  for (const last of [19, 22, 25, 28, 30]) {
    for (const number of [last - 2, last - 1, last]) if (last < 30 || number > 28) await noon(number);
    await town.passTo(after(last));
    await reported(titleOf(last));
  }
  const month = await reported("Month · Nov 2026");
  await reported("Week · 23 – 29 Nov 2026");
  const all = (await Promise.all((await town.allCards()).map(town.reportOf))).filter((one) => one !== undefined);
  for (const report of all) expect(imbalances(report)).toEqual([]);
  const days = all.filter(({ statement }) => statement.name === "day" && statement.from >= month.statement.from);
  days.sort((a, b) => a.statement.from - b.statement.from);
  expect(days).toHaveLength(30);
  for (const { position, leg: name, paidIn, takenOut } of month.statement.positions) {
    const own = days.map((report) => leg(report, position, name));
    for (const [index, next] of own.slice(1).entries()) expect(next?.opening).toBe(own[index]?.closing);
    const sum = (key: "paidIn" | "takenOut") => own.reduce((total, one) => total + BigInt(one?.[key] ?? 0), 0n);
    expect([position, `${sum("paidIn")}`, `${sum("takenOut")}`]).toEqual([position, paidIn, takenOut]);
  }
  expect(month.statement.to - month.statement.from).toBe(30 * 24 * HOUR + HOUR);
  expect(await town.ask({})).toContain("**Safe CRATE** · $4,000,560 · 100,014 CRATE");
  expect(await town.ask({ risk: true })).toMatch(/\*\*Runway\*\* \d+\.\d months at \$10,002\.\d\d a month/);
}, 60_000);
