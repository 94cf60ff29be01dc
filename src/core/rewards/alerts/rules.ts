import type { Decimal } from "../../decimal.ts";
import type { DropRule } from "./drop.ts";
import type { MissRules } from "./misses.ts";

/** An amount as it was written: of a token by its name in the config, or of `USD`. */
export type WrittenAmount = { amount: Decimal; unit: string };

/** What a claim is taken to need: gas, bytes of data, the price of the chain's coin, and the share of it that gas may take (in millionths). */
export type ClaimRules = { gas: number; bytes: number; coinPrice?: string | undefined; worthShare: bigint };

type Off<T> = T | "off";

/** What a community, or one of its sources, may say about alerts; nothing where it is left out. */
export type AlertWords = {
  missedInRow?: Off<number> | undefined;
  missedInWindow?: Off<{ misses: number; of: number }> | undefined;
  drop?: Off<DropRule> | undefined;
  claimable?: Off<WrittenAmount> | undefined;
  claim?: ClaimRules | undefined;
  terms?: boolean | undefined;
  clearAfter?: number | undefined;
  ignore?: readonly string[] | undefined;
};

/** What is said about the nodes of one source. */
export type AlertRules = MissRules & {
  drop: DropRule | undefined;
  claimable: WrittenAmount | undefined;
  claim: ClaimRules;
  terms: boolean;
  ignore: ReadonlySet<string>;
};

/** Epochs that are looked at, at least, to tell whether a node was paid lately; and how many beyond what the rules need. */
const LEAST_EPOCHS = 30;
const SPARE_EPOCHS = 10;

/** The rules of a source: what is said for all, but for what is said for it; quiet nodes of both. */
export function rulesFor(all: AlertWords & { claim: ClaimRules }, own: AlertWords = {}): AlertRules {
  const said = { ...all, ...own };
  return {
    missedInRow: on(said.missedInRow),
    missedInWindow: on(said.missedInWindow),
    clearAfter: said.clearAfter ?? 1,
    drop: on(said.drop),
    claimable: on(said.claimable),
    claim: own.claim ?? all.claim,
    terms: said.terms ?? false,
    ignore: new Set([...(all.ignore ?? []), ...(own.ignore ?? [])]),
  };
}

function on<T>(rule: Off<T> | undefined): T | undefined {
  return rule === "off" ? undefined : rule;
}

/** How many ended epochs have to be looked at. */
export function epochsToLookAt({ missedInRow = 0, missedInWindow, drop, clearAfter }: AlertRules): number {
  const dropped = drop === undefined ? 0 : drop.epochs + drop.usualEpochs;
  return Math.max(LEAST_EPOCHS, SPARE_EPOCHS + Math.max(missedInRow, missedInWindow?.of ?? 0, dropped, clearAfter));
}
