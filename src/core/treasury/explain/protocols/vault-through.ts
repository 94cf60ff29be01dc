import type { Facts } from "../facts.ts";
import { isWrapped, type Leg, legOfCoin } from "../legs.ts";
import { COIN, type Line } from "../line.ts";
import type { Move } from "../moves.ts";
import type { VaultCase } from "./vault.ts";

/** The line of what a vault took or paid. */
export function tellAssets({ kind, log, protocol }: Pick<VaultCase, "kind" | "log" | "protocol">, leg: Leg): Line {
  return kind === "deposit"
    ? {
        ...leg,
        type: "deposit",
        subtype: "deposit_for_wrapped",
        protocol,
        reason: `Assets of the vault's Deposit (log ${log}).`,
      }
    : {
        ...leg,
        type: "withdrawal",
        subtype: "redeem_wrapped",
        protocol,
        reason: `Assets of the vault's Withdraw (log ${log}).`,
      };
}

/**
 * Deposits and withdrawals through a contract: what the vaults took and paid counts, and the transfers between the accounts and that
 * contract are told with it. What was wrapped by the contract came as the chain's own coin.
 */
export function explainThrough(facts: Facts, cases: readonly VaultCase[], free: (move: Move) => boolean): Line[] {
  const lines: Line[] = [];
  for (const via of new Set(cases.map((one) => one.via))) {
    if (facts.isOurs(via)) continue;
    const ofVia = cases.filter((one) => one.via === via);
    const passed = facts.moves.filter(
      (move) => free(move) && (move.from === via || move.to === via) && ofVia.some(({ asset }) => asset === move.token),
    );
    const claims = passed.map(({ log }) => log);
    const [first] = ofVia;
    for (const one of ofVia.filter(({ kind }) => kind === "withdrawal"))
      lines.push(tellAssets(one, unwrapped(facts, one) ?? { ...virtual(one), claims: [] }));
    const deposits = ofVia.filter(({ kind }) => kind === "deposit");
    let coin = takeCoin(facts, deposits, lines);
    for (const one of deposits) {
      const fromCoin = isWrapped(facts, one.asset) ? (coin < one.assets ? coin : one.assets) : 0n;
      coin -= fromCoin;
      if (one.assets > fromCoin)
        lines.push(tellAssets(one, { ...virtual(one), raw: one.assets - fromCoin, claims: [] }));
    }
    if (first !== undefined && lines.length > 0 && claims.length > 0) {
      const last = lines[lines.length - 1] as Line;
      lines[lines.length - 1] = { ...last, claims: [...last.claims, ...claims] };
    }
  }
  return lines;
}

/** What a vault took or paid, where no transfer of an account's own shows it. */
function virtual({ log, kind, asset, assets, shares }: VaultCase): Omit<Leg, "claims"> {
  return {
    log: kind === "deposit" ? Math.min(log, shares.log) - 1 : log,
    asset: { address: asset },
    raw: assets,
    account: shares.account,
  };
}

/** One line for all the coin that was wrapped for these deposits; how much of it there was. */
function takeCoin(facts: Facts, deposits: readonly VaultCase[], lines: Line[]): bigint {
  const wanted = deposits.filter(({ asset }) => isWrapped(facts, asset));
  const [first] = wanted;
  if (first === undefined || facts.actor === undefined) return 0n;
  const wraps = facts.wraps.filter(({ way, who }) => way === "wrap" && who === first.via);
  const most = wanted.reduce((sum, { assets }) => sum + assets, 0n);
  const coin = wraps.reduce((sum, { raw }) => sum + raw, 0n);
  if (coin === 0n || coin > most) return 0n;
  const claims = wraps.flatMap(({ log, twins }) => [log, ...twins]);
  const log = claims[0] ?? first.log;
  lines.push(tellAssets(first, { log, asset: COIN, raw: coin, account: facts.actor, claims }));
  return coin;
}

/** What the contract unwrapped after a withdrawal and passed on as the chain's own coin. */
function unwrapped(facts: Facts, { asset, assets, via, shares }: VaultCase): Leg | undefined {
  if (!isWrapped(facts, asset)) return undefined;
  const wrap = facts.wraps.find(({ way, who, raw }) => way === "unwrap" && who === via && raw === assets);
  return wrap === undefined ? undefined : legOfCoin(wrap, shares.account);
}
