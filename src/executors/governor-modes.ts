import { Refusal } from "../errors.ts";

/** What a Governor's times are counted in. */
export type GovernorClock = "timestamp" | "block" | "round";

const SUPPORT = ["bravo", "override", "fractional"];
const QUORUM = ["for", "against", "abstain"];
const KEYS = ["support", "quorum", "params", "overridable"];

const CLOCKS: Readonly<Record<string, GovernorClock>> = {
  timestamp: "timestamp",
  blocknumber: "block",
  // Livepeer's Governor counts the rounds of its protocol.
  livepeer_round: "round",
};

/** Refuses a Governor that says it counts in a way nobody here knows; its words are a URL's query. */
export function checkCountingMode(mode: string): void {
  const query = new URLSearchParams(mode);
  const keys = [...query.keys()];
  const quorum = query.get("quorum");
  const isKnown =
    keys.length === new Set(keys).size &&
    keys.every((key) => KEYS.includes(key)) &&
    split(query.get("support")).includes("bravo") &&
    split(query.get("support")).every((way) => SUPPORT.includes(way)) &&
    quorum !== null &&
    (quorum === "bravo" || split(quorum).every((side) => QUORUM.includes(side))) &&
    ["fractional", null].includes(query.get("params")) &&
    ["true", "false", null].includes(query.get("overridable"));
  if (isKnown) return;
  throw new Refusal(`The Governor counts in a way that Steward does not know: ${JSON.stringify(mode.slice(0, 100))}.`, {
    hint: "Nothing is proposed to it until Steward has learned how its votes would be decided.",
  });
}

/** What a Governor's clock counts, by its ERC-6372 words; one without any counts blocks, as all did before there was that standard. */
export function clockOf(mode: string | undefined): GovernorClock {
  if (mode === undefined) return "block";
  const clock = CLOCKS[new URLSearchParams(mode).get("mode") ?? ""];
  if (clock !== undefined) return clock;
  throw new Refusal(`The Governor's clock is one that Steward does not know: ${JSON.stringify(mode.slice(0, 100))}.`, {
    hint: "Its times could not be told.",
  });
}

function split(words: string | null): string[] {
  return words === null ? [] : words.split(",");
}
