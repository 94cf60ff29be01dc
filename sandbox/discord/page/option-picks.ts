import { useEffect, useState } from "preact/hooks";
import { askChoices } from "./api.ts";
import { type Entered, type Entry, type Option, valuesOf } from "./command-model.ts";
import { state } from "./state.ts";
import { useStore } from "./store.ts";
import { type GuildView, OPTION, type OptionValue } from "./wire.ts";

/** One thing an option can be filled with from the list. */
export type OptionPick = { label: string; value: OptionValue; about?: string };

/** How long typing must pause before the bot is asked for suggestions, in milliseconds. */
const PAUSE_MS = 120;

/** What the list offers for the option in focus, narrowed by what was typed; `loading` while the bot thinks. */
export function useOptionPicks(entry: Entry, option: Option | undefined, entered: Entered) {
  const view = useStore(state, (current) => current.view);
  const live = option && "autocomplete" in option && option.autocomplete === true ? option : undefined;
  const suggested = useSuggestions(entry, live, entered);
  if (!option) return { picks: [], loading: false };
  if (live) return suggested;
  const words = (entered[option.name]?.words ?? "").toLowerCase().replace(/^[@#]/, "");
  const fixed = fixedPicks(option, view);
  const exact = fixed.some((pick) => pick.label.toLowerCase().replace(/^[@#]/, "") === words);
  return { picks: exact ? fixed : fixed.filter((pick) => pick.label.toLowerCase().includes(words)), loading: false };
}

function fixedPicks(option: Option, view: GuildView | undefined): OptionPick[] {
  if ("choices" in option && option.choices) return option.choices.map(({ name, value }) => ({ label: name, value }));
  const users = (view?.members ?? []).map((member) => ({
    label: `@${member.global_name ?? member.username}`,
    value: member.id,
    about: member.username,
  }));
  const roles = (view?.roles ?? [])
    .filter((role) => role.id !== view?.guild.id)
    .map((role) => ({ label: `@${role.name}`, value: role.id }));
  switch (option.type) {
    case OPTION.boolean:
      return [
        { label: "True", value: true },
        { label: "False", value: false },
      ];
    case OPTION.user:
      return users;
    case OPTION.role:
      return roles;
    case OPTION.mentionable:
      return [...users, ...roles];
    case OPTION.channel:
      return (view?.channels ?? [])
        .filter((channel) => channel.type !== 1)
        .map((channel) => ({ label: `#${channel.name}`, value: channel.id }));
    default:
      return [];
  }
}

/** Whether an option can only be filled from its list. */
export function onlyPicks(option: Option): boolean {
  if ("choices" in option && option.choices !== undefined && option.choices.length > 0) return true;
  return ![OPTION.string, OPTION.integer, OPTION.number].some((type) => type === option.type);
}

function useSuggestions(entry: Entry, option: Option | undefined, entered: Entered) {
  const [found, setFound] = useState<{ picks: OptionPick[]; loading: boolean }>({ picks: [], loading: false });
  const name = option?.name;
  const words = name === undefined ? "" : (entered[name]?.words ?? "");
  useEffect(() => {
    if (name === undefined) return undefined;
    let over = false;
    setFound((before) => ({ ...before, loading: true }));
    const timer = setTimeout(async () => {
      const { me, channelId } = state.get();
      const call = {
        channelId,
        name: entry.name,
        ...(entry.subcommand !== undefined && { subcommand: entry.subcommand }),
      };
      const options = { ...valuesOf(entered), [name]: words };
      const answer = await askChoices(me, { ...call, options, focused: name }).catch(() => ({ choices: [] }));
      if (!over)
        setFound({
          picks: answer.choices.map((choice) => ({ label: choice.name, value: choice.value })),
          loading: false,
        });
    }, PAUSE_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [entry.key, name, words]);
  useEffect(() => setFound({ picks: [], loading: name !== undefined }), [entry.key, name]);
  return found;
}
