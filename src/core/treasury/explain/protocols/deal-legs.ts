import { type Address, zeroAddress } from "viem";
import type { Facts } from "../facts.ts";
import { isWrapped, type Leg, legOf } from "../legs.ts";
import { COIN } from "../line.ts";
import type { Move } from "../moves.ts";
import { isBridgedSavings } from "./vault-names.ts";

/** What accounts gave and got in one transaction, after what was given back. */
export type Deal = {
  given: readonly Leg[];
  got: readonly Leg[];
  /** Given tokens that were burned: claims handed back. */
  burned: readonly Leg[];
  /** Tokens that were minted for what was given: claims received. */
  minted: readonly Leg[];
};

/** Both sides of a transaction, of what no rule has told yet. */
export function gatherDeal(facts: Facts): Deal {
  const moves = net(facts.moves);
  const burned = moves.filter((move) => move.way === "out" && isBurned(facts, move));
  const minted = moves.filter((move) => move.way === "in" && isMinted(facts, move));
  const given = moves.filter((move) => move.way === "out" && !burned.includes(move));
  const got = moves.filter((move) => move.way === "in" && !minted.includes(move));
  const near = new Set(
    [...given, ...minted, ...got, ...burned]
      .flatMap(({ token, from, to }) => [token, from, to])
      .filter((one) => one !== zeroAddress && !facts.isOurs(one)),
  );
  const coin = gatherCoin(facts, near, {
    out: given.length === 0 && burned.length === 0 ? "any" : minted.length > 0 && !hasCoin(given) ? "called" : "none",
    in: got.length === 0 && minted.length === 0 ? "any" : burned.length > 0 && !hasCoin(got) ? "called" : "none",
  });
  return {
    given: [...given.map(toLeg), ...coin.out],
    got: [...got.map(toLeg), ...coin.in],
    burned: burned.map(toLeg),
    minted: minted.map(toLeg),
  };
}

/** Where the coin itself is logged, what wraps and unwraps it says no more. */
function hasCoin(moves: readonly NetMove[]): boolean {
  return moves.some(({ asset }) => asset.address === undefined);
}

type Whose = "any" | "called" | "none";

/** The chain's own coin that was wrapped or unwrapped by others for the account that sent the transaction. */
function gatherCoin(
  facts: Facts,
  near: ReadonlySet<Address>,
  whose: { out: Whose; in: Whose },
): { out: Leg[]; in: Leg[] } {
  const { wraps, isOurs, actor, receipt } = facts;
  if (actor === undefined) return { out: [], in: [] };
  // A router that a Safe called passes the wrapped coin on to, or has it from, whom the rest of the deal is with.
  const isBetween = (way: "wrap" | "unwrap", who: Address) =>
    facts.transfers.some(
      ({ token, from, to }) =>
        isWrapped(facts, token) && (way === "wrap" ? from === who && near.has(to) : to === who && near.has(from)),
    );
  const others = wraps.filter(({ who }) => !isOurs(who));
  const sum = (way: "wrap" | "unwrap") =>
    others.reduce((total, one) => (one.way === way ? total + one.raw : total), 0n);
  const side = (way: "wrap" | "unwrap", wanted: Whose, raw: bigint): Leg[] => {
    const own = others.filter(
      (one) => one.way === way && (wanted === "any" || one.who === receipt.to || isBetween(way, one.who)),
    );
    const [first] = own;
    if (wanted === "none" || raw <= 0n || first === undefined) return [];
    const all = wanted === "any" ? raw : own.reduce((total, one) => total + one.raw, 0n);
    const claims = own.flatMap(({ log, twins }) => [log, ...twins]);
    return [{ log: first.log, asset: COIN, raw: all, account: actor, claims }];
  };
  const wrapped = sum("wrap") - sum("unwrap");
  return { out: side("wrap", whose.out, wrapped), in: side("unwrap", whose.in, -wrapped) };
}

type NetMove = Move & { claims: readonly number[] };

/** Moves with what was given back taken off: of a token that went both ways only the difference counts. */
function net(moves: readonly Move[]): NetMove[] {
  const open: NetMove[] = [];
  for (const move of moves) {
    if (move.way === "between") continue;
    const at = open.findIndex(
      (one) =>
        one.way !== move.way &&
        one.token === move.token &&
        one.asset.item === move.asset.item &&
        one.account === move.account,
    );
    const other = open[at];
    if (other === undefined) {
      open.push({ ...move, claims: [move.log] });
      continue;
    }
    const claims = [...other.claims, move.log];
    const rest = other.raw - move.raw;
    if (rest === 0n) open.splice(at, 1);
    else if (rest > 0n) open[at] = { ...other, raw: rest, claims };
    else open[at] = { ...move, raw: -rest, claims };
  }
  return open;
}

function toLeg({ claims, ...move }: NetMove): Leg {
  return { ...legOf(move), claims };
}

function isBurned(facts: Facts, { token, raw, asset, claims, to }: NetMove): boolean {
  if (isBridgedSavings(asset.address)) return true;
  if (isWrapped(facts, token) || claims.length > 1 || asset.address === undefined) return false;
  return (
    to === zeroAddress ||
    facts.transfers.some((one) => one.token === token && one.raw === raw && one.to === zeroAddress)
  );
}

function isMinted(facts: Facts, { token, raw, asset, claims, from }: NetMove): boolean {
  if (isBridgedSavings(asset.address)) return true;
  if (isWrapped(facts, token) || claims.length > 1 || asset.address === undefined) return false;
  return (
    from === zeroAddress ||
    facts.transfers.some((one) => one.token === token && one.raw === raw && one.from === zeroAddress)
  );
}
