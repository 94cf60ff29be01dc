import type { App } from "../../app.ts";
import type { RulesConfig } from "../../config/rule-packs.ts";
import { type Ask, writeAsk } from "../../core/governance/ask.ts";
import { takesSides } from "../../core/governance/ballots/written-choice.ts";
import type { ProposalContent } from "../../core/governance/life-stage.ts";
import { takeLevel } from "../../core/governance/pack/take-level.ts";
import { type Action, valueChangesOf } from "../../core/governance/proposal.ts";
import type { Counting, RulePack } from "../../core/governance/rule-pack.ts";
import type { Scrutiny } from "../../core/governance/scrutiny.ts";
import { bare } from "../../core/sanitize.ts";
import { Refusal } from "../../errors.ts";
import { describeLines } from "../calls/describe-action.ts";
import { planAction, rulesFor } from "../calls/plan-action.ts";
import { checkScrutiny, scrutinize } from "../calls/scrutinize.ts";
import { planElectorate } from "./plan-electorate.ts";

/** What members ask the chain for, and why. */
export type AskRequest = { asks: readonly Ask[]; reason?: string | undefined };

/** A question to members, as one typed it; without choices it is for or against. */
export type PollRequest = {
  question: string;
  choices: readonly string[];
  reason?: string | undefined;
  rules?: string | undefined;
  level?: string | undefined;
};

/** What is to be otherwise about a proposal; what is left out stays. */
export type Edit = {
  asks?: readonly Ask[] | undefined;
  question?: string | undefined;
  choices?: readonly string[] | undefined;
  reason?: string | undefined;
};

/** Longest texts kept, in characters. */
export const longest = { body: 4_000, title: 100, choice: 80 } as const;

/** As many calls as a card can show and a treasurer can read. */
const MOST_ASKS = 10;

/** As many as one select offers. */
const MOST_CHOICES = 25;

/** What is asked of the chain, checked against guardrails and the chain as it is now, with the rules that the config gives it. */
export async function writeAsked(app: App, { asks, reason }: AskRequest): Promise<ProposalContent> {
  const { rules, chosen } = rulesOfAll(app, asks);
  const actions: Action[] = [];
  for (const ask of asks) actions.push(await planAction(app, ask));
  checkTogether(actions);
  const body = clip(reason);
  return {
    title: titleOf(app, actions),
    body,
    choices: [],
    asks,
    actions,
    ...rulesOf(app, rules, chosen),
    scrutiny: await lookAt(app, actions, body),
  };
}

/** Looks at what the chain would be asked for before anybody sees it; Refusal, with the reasons, for what is not to be voted on. */
async function lookAt(app: App, actions: readonly Action[], text: string): Promise<Scrutiny | undefined> {
  const scrutiny = await scrutinize(app, { actions, text, when: "writing" });
  checkScrutiny(scrutiny, "Ask for something else; what is refused here is set under `lint` in Steward's config.");
  return scrutiny;
}

/** The one set of rules that all asks have: a proposal is decided as a whole. */
function rulesOfAll(app: App, asks: readonly Ask[]): { rules: string; chosen: Rules } {
  if (asks.length === 0) throw new Refusal("A proposal asks for something.");
  if (asks.length > MOST_ASKS) throw new Refusal(`A proposal asks for at most ${MOST_ASKS} things.`);
  const [first, ...others] = asks.map((ask) => rulesFor(app, ask));
  const rules = first?.rules ?? "";
  if (others.some((other) => other.rules !== rules || other.level !== first?.level))
    throw new Refusal("These are voted on by different rules, so they cannot be one proposal.", {
      hint: "Make a proposal of each.",
    });
  const chosen = findRules(app, rules, first?.level);
  if (takesSides(chosen.pack)) return { rules, chosen };
  throw new Refusal(`The rules "${chosen.pack.title}" choose among several, and this is for or against.`);
}

/** Calls that are made together are made by one account; and a parameter is not set twice. */
function checkTogether(actions: readonly Action[]): void {
  if (new Set(actions.map(({ executor, chain }) => `${executor} ${chain}`)).size > 1)
    throw new Refusal("These are carried out by different executors, so they cannot be one proposal.", {
      hint: "Make a proposal of each.",
    });
  const set = actions.flatMap((action) => valueChangesOf(action).map(({ parameter }) => parameter));
  const twice = set.find((parameter, index) => set.indexOf(parameter) !== index);
  if (twice !== undefined) throw new Refusal(`“${twice}” is set twice.`);
}

/** `Set Operator fee to 12 %`, `Transfer 500 HELIO`, `Call setFee`; of several the first, and how many more. */
function titleOf(app: App, actions: readonly Action[]): string {
  const [first] = actions;
  if (first === undefined) return "";
  const lines = describeLines(app, first);
  const sets = lines.map(({ title, after }) => `${title} to ${after}`).join(", ");
  const what = lines[0]?.before === "" ? `${lines[0].title} ${lines[0].after}` : `Set ${sets}`;
  const more = actions.length > 1 ? `, and ${actions.length - 1} more` : "";
  return `${Array.from(what)
    .slice(0, longest.title - more.length)
    .join("")}${more}`;
}

/** What a question asks; it changes nothing on chain. */
export function writePoll(app: App, { question, choices, reason, rules, level }: PollRequest): ProposalContent {
  const title = checkQuestion(question);
  const named = namesIn(choices);
  const name = rules ?? usualRules(app, named.length > 0);
  const chosen = findRules(app, name, level);
  checkChoices(chosen.pack, named);
  return { title, body: clip(reason), choices: named, asks: [], actions: [], ...rulesOf(app, name, chosen) };
}

/** What an edit leaves as it was: the rules, and what it was about. */
export async function rewrite(app: App, content: ProposalContent, edit: Edit): Promise<ProposalContent> {
  const { rules, rulePack, electorate, votingSeconds, asks } = content;
  const kept = { rules, rulePack, electorate, votingSeconds };
  const reason = edit.reason ?? content.body;
  if (asks.length > 0) {
    const asked = edit.asks ?? asks;
    const isSame = asked.map(writeAsk).join("\n") === asks.map(writeAsk).join("\n");
    const written = isSame ? content : await writeAsked(app, { asks: asked, reason });
    if (written.rules !== rules)
      throw new Refusal("That is voted on by other rules than this proposal was shown with.", {
        hint: "Make a new proposal of it.",
      });
    const body = clip(reason);
    // The reason is part of what is looked at.
    const scrutiny = isSame && body !== content.body ? await lookAt(app, content.actions, body) : written.scrutiny;
    return { ...written, ...kept, body, scrutiny };
  }
  const question = edit.question ?? content.title;
  const choices = namesIn(edit.choices ?? content.choices);
  checkChoices(rulePack, choices);
  return { title: checkQuestion(question), body: clip(reason), choices, asks: [], actions: [], ...kept };
}

/** The rules a poll gets unless it names some: the usual ones where they fit it, else the first of the config that do. */
function usualRules(app: App, hasChoices: boolean): string {
  const fits = (name: string) => {
    const pack = app.config.rulePacks[name]?.pack;
    return pack !== undefined && takesSides(pack) !== hasChoices;
  };
  const found = [app.config.voting.rulePack, ...Object.keys(app.config.rulePacks)].find(fits);
  if (found !== undefined) return found;
  throw new Refusal(
    hasChoices
      ? "No rules of this community choose among several."
      : "No rules of this community take For and Against.",
    { hint: "A maintainer can add some under `rulePacks` in Steward's config." },
  );
}

type Rules = { pack: RulePack<Counting>; electorate: string };

/** The rules of that name in the config, at one of their levels. */
export function findRules(app: App, name: string, level: string | undefined): Rules {
  const rules: RulesConfig | undefined = Object.hasOwn(app.config.rulePacks, name)
    ? app.config.rulePacks[name]
    : undefined;
  if (rules === undefined) {
    throw new Refusal(`There are no rules "${name}".`, {
      hint: `There are: ${Object.keys(app.config.rulePacks).join(", ")}.`,
    });
  }
  const { pack, electorate = app.config.voting.electorate } = rules;
  if (pack.counting !== "two-house") return { pack: takeLevel(pack, level), electorate };
  if (level !== undefined) throw new Refusal(`"${pack.title}" has no levels.`);
  return { pack, electorate };
}

/** What a content keeps of its rules. */
export function rulesOf(app: App, rules: string, { pack, electorate }: Rules) {
  return {
    rules,
    rulePack: pack,
    electorate: planElectorate(app.config, electorate, pack),
    votingSeconds: pack.life?.votingSeconds ?? app.config.voting.periodSeconds,
  };
}

/** Names as they are seen: what shows as nothing, or as another name, would be voted on unseen. */
function namesIn(choices: readonly string[]): string[] {
  return choices.map((choice) => bare(choice, choice.length)).filter((choice) => choice !== "");
}

function checkQuestion(question: string): string {
  const title = bare(question, question.length);
  if (title === "") throw new Refusal("A poll asks a question.");
  if (title.length > longest.title) throw new Refusal(`A question has at most ${longest.title} characters.`);
  return title;
}

function checkChoices(pack: RulePack<Counting>, choices: readonly string[]): void {
  if (takesSides(pack)) {
    if (choices.length === 0) return;
    throw new Refusal(`By the rules "${pack.title}" ballots are for or against, so there are no choices to name.`, {
      hint: "Leave the choices out, or name rules that choose among several.",
    });
  }
  if (choices.length < 2)
    throw new Refusal(`The rules "${pack.title}" choose among several: name at least two choices.`, {
      hint: "Separate them with semicolons: `Oak; Pine; Elm`.",
    });
  if (choices.length > MOST_CHOICES) throw new Refusal(`There may be at most ${MOST_CHOICES} choices.`);
  const long = choices.find((choice) => choice.length > longest.choice);
  if (long !== undefined) throw new Refusal(`A choice has at most ${longest.choice} characters.`);
  const twice = choices.find(
    (one, index) => choices.findIndex((other) => other.toLowerCase() === one.toLowerCase()) !== index,
  );
  if (twice !== undefined) throw new Refusal("Two choices have the same name.");
}

function clip(reason: string | undefined): string {
  return (reason ?? "").slice(0, longest.body);
}
