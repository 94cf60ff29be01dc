import { type Address, zeroAddress } from "viem";
import type { Facts, Rule } from "../facts.ts";
import { isWrapped, type Leg, legOf, legOfCoin, type Words } from "../legs.ts";
import type { Line } from "../line.ts";
import type { Log } from "../receipt.ts";

const POT = "0x197E90f9FAD81970bA7976f33CbD77088E5D7cf7";
const VAT = "0x35D1b3F3D7966A1DFe207aa4514C12a259A0492B";
const DAI = "0x6B175474E89094C44Da98b954EedeAC495271d0F";
const DAI_JOIN = "0x9759A6Ac90977b93B58547b4A71c78317f391A28";

/** Maker's contracts log a call by its selector: of the savings, of a vault's change, and of what its doors let in and out. */
const SAVE = "0x049878f3";
const UNSAVE = "0x7f8661a1";
const CHANGE = "0x76088703";
const JOIN = "0x3b4da69f";
const EXIT = "0xef693bed";

/** Maker through a proxy of an account's own: DAI saved, and vaults in which DAI is drawn against collateral. */
export const maker: Rule = {
  protocol: "vault",
  explain: (facts) => {
    if (facts.chain !== 1) return [];
    const { logs } = facts;
    const isSaving = logs.some((log) => isCall(log, POT, [SAVE, UNSAVE]));
    const isVault = logs.some((log) => isCall(log, VAT, [CHANGE]));
    if (!isSaving && !isVault) return [];
    const dai = isVault ? tellDebt(facts) : tellSavings(facts);
    return [...dai, ...(isVault ? tellCollateral(facts) : [])];
  },
};

function isCall({ address, topics: [topic] }: Log, at: Address | undefined, selectors: readonly string[]): boolean {
  const isSelector = topic?.endsWith("0".repeat(56)) === true;
  return isSelector && (at === undefined || address === at) && selectors.includes(topic.slice(0, 10));
}

function tellSavings(facts: Facts): Line[] {
  const protocol = "makerdao_dsr";
  return tellDai(facts, {
    out: { type: "deposit", subtype: "deposit_to_protocol", protocol, reason: "DAI put into Maker's savings." },
    in: {
      ...{ type: "withdrawal", subtype: "withdraw_from_protocol", protocol },
      reason: "DAI out of Maker's savings; what of it is interest is in no log.",
    },
  });
}

function tellDebt(facts: Facts): Line[] {
  const protocol = "vault";
  return tellDai(facts, {
    out: { type: "spend", subtype: "payback_debt", protocol, reason: "DAI paid back to a vault." },
    in: { type: "receive", subtype: "generate_debt", protocol, reason: "DAI drawn from a vault." },
  });
}

/** DAI that was made for an account, or given by it and destroyed. */
function tellDai({ moves, transfers, logs }: Facts, words: { in: Words; out: Words }): Line[] {
  if (!logs.some((log) => isCall(log, DAI_JOIN, [JOIN, EXIT]))) return [];
  const dai = transfers.filter(({ token }) => token === DAI);
  return moves.flatMap((move): Line[] => {
    if (move.token !== DAI || move.way === "between") return [];
    const isMade = dai.some(
      ({ raw, from, to }) => raw === move.raw && (move.way === "in" ? from === zeroAddress : to === zeroAddress),
    );
    return isMade ? [{ ...legOf(move), ...words[move.way] }] : [];
  });
}

/** What went through a door of another token than DAI: collateral. */
function tellCollateral(facts: Facts): Line[] {
  const doors = facts.logs.filter((log) => log.address !== DAI_JOIN && isCall(log, undefined, [JOIN, EXIT]));
  const used = new Set<number>();
  return doors.flatMap(({ address: door, index }): Line[] => {
    const passed = facts.transfers.find(({ from, to }) => from === door || to === door);
    if (passed === undefined) return [];
    const way = passed.to === door ? "out" : "in";
    const leg = findCollateral(facts, way, passed);
    if (leg === undefined || leg.claims.some((log) => used.has(log))) return [];
    for (const log of leg.claims) used.add(log);
    const reason = `Collateral ${way === "out" ? "given to" : "taken from"} a vault (log ${index}).`;
    return [
      way === "out"
        ? { ...leg, type: "deposit", subtype: "deposit_to_protocol", protocol: "vault", reason }
        : { ...leg, type: "withdrawal", subtype: "withdraw_from_protocol", protocol: "vault", reason },
    ];
  });
}

function findCollateral(
  facts: Facts,
  way: "in" | "out",
  { token, raw }: { token: Address; raw: bigint },
): Leg | undefined {
  const move = facts.moves.find((one) => one.way === way && one.token === token && one.raw === raw);
  if (move !== undefined) return legOf(move);
  if (facts.actor === undefined || !isWrapped(facts, token)) return undefined;
  const wanted = way === "out" ? "wrap" : "unwrap";
  const wrap = facts.wraps.find((one) => one.way === wanted && one.raw === raw && !facts.isOurs(one.who));
  return wrap === undefined ? undefined : legOfCoin(wrap, facts.actor);
}
