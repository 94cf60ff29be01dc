import type { App } from "../app.ts";
import type { RulesConfig } from "../config/rule-packs.ts";
import { takesSides } from "../core/governance/ballots/written-choice.ts";
import type { ProposalContent } from "../core/governance/life-stage.ts";
import { takeLevel } from "../core/governance/pack/take-level.ts";
import type { Counting, RulePack } from "../core/governance/rule-pack.ts";
import { Refusal } from "../errors.ts";
import { findParameter } from "../parameters/registry.ts";
import { describeAction } from "./describe-action.ts";
import { planChange } from "./plan-change.ts";
import { planElectorate } from "./plan-electorate.ts";

/** Another value for a parameter, as a member typed it. */
export type ChangeRequest = { parameter: string; value: string; reason?: string | undefined };

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
  value?: string | undefined;
  question?: string | undefined;
  choices?: readonly string[] | undefined;
  reason?: string | undefined;
};

/** Longest texts kept, in characters. */
export const longest = { body: 4_000, title: 100, choice: 80 } as const;

/** As many as one select offers. */
const MOST_CHOICES = 25;

/** What a change asks for, checked against guardrails and the chain as it is now, with the rules that the config gives it. */
export async function writeChange(app: App, { parameter, value, reason }: ChangeRequest): Promise<ProposalContent> {
  const { config } = findParameter(app.config, parameter);
  const rules = config.rulePack ?? app.config.voting.rulePack;
  const chosen = findRules(app, rules, config.level);
  if (!takesSides(chosen.pack)) {
    throw new Refusal(`The rules "${chosen.pack.title}" choose among several, and this is one value, for or against.`);
  }
  const action = await planChange(app, parameter, value);
  const { title, after } = describeAction(app, action);
  return {
    title: `Set ${title} to ${after}`,
    body: clip(reason),
    choices: [],
    change: { parameter, value },
    actions: [action],
    ...rulesOf(app, rules, chosen),
  };
}

/** What a question asks; it changes nothing on chain. */
export function writePoll(app: App, { question, choices, reason, rules, level }: PollRequest): ProposalContent {
  const title = checkQuestion(question);
  const named = choices.map((choice) => choice.trim()).filter((choice) => choice !== "");
  const name = rules ?? usualRules(app, named.length > 0);
  const chosen = findRules(app, name, level);
  checkChoices(chosen.pack, named);
  return { title, body: clip(reason), choices: named, actions: [], ...rulesOf(app, name, chosen) };
}

/** What an edit leaves as it was: the rules, and what it was about. */
export async function rewrite(app: App, content: ProposalContent, edit: Edit): Promise<ProposalContent> {
  const { rules, rulePack, electorate, votingSeconds, change } = content;
  const kept = { rules, rulePack, electorate, votingSeconds };
  const reason = edit.reason ?? content.body;
  if (change !== undefined) {
    const value = edit.value ?? change.value;
    const isSame = value.trim() === change.value.trim();
    const written = isSame ? content : await writeChange(app, { parameter: change.parameter, value, reason });
    return { ...written, ...kept, body: clip(reason) };
  }
  const question = edit.question ?? content.title;
  const choices = (edit.choices ?? content.choices).map((choice) => choice.trim()).filter((choice) => choice !== "");
  checkChoices(rulePack, choices);
  return { title: checkQuestion(question), body: clip(reason), choices, actions: [], ...kept };
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

function findRules(app: App, name: string, level: string | undefined): Rules {
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

function rulesOf(app: App, rules: string, { pack, electorate }: Rules) {
  return {
    rules,
    rulePack: pack,
    electorate: planElectorate(app.config, electorate, pack),
    votingSeconds: pack.life?.votingSeconds ?? app.config.voting.periodSeconds,
  };
}

function checkQuestion(question: string): string {
  const title = question.trim();
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
