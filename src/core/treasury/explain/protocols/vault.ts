import { type Address, parseAbi } from "viem";
import { eventsOf } from "../decode.ts";
import type { Facts, Rule } from "../facts.ts";
import { isWrapped, type Leg, legOf, legOfCoin, tell } from "../legs.ts";
import { COIN, type Line } from "../line.ts";
import type { Move } from "../moves.ts";
import { nameVault } from "./vault-names.ts";

/** One deposit in or withdrawal from an ERC-4626 vault that concerns an account. */
export type VaultCase = {
  kind: "deposit" | "withdrawal";
  log: number;
  vault: Address;
  /** Who paid for it or was paid. */
  via: Address;
  asset: Address;
  assets: bigint;
  /** The shares that reached or left an account. */
  shares: Move;
  protocol: string;
};

const read = eventsOf(
  parseAbi([
    "event Deposit(address indexed sender, address indexed owner, uint256 assets, uint256 shares)",
    "event Withdraw(address indexed sender, address indexed receiver, address indexed owner, uint256 assets, uint256 shares)",
  ]),
);

/** ERC-4626 vaults, also where a contract in between pays for or is paid by the vault. */
export const vault: Rule = {
  protocol: "erc4626",
  explain: (facts) => {
    const cases = readCases(facts).filter((one, _, all) => isNear(facts, one, all));
    const lines: Line[] = [];
    const told = new Set<number>();
    const free = (move: Pick<Move, "log">) => !told.has(move.log);
    const add = (line: Line) => {
      lines.push(line);
      for (const log of line.claims) told.add(log);
    };
    for (const one of cases) add(tellShares(one));
    const through: VaultCase[] = [];
    for (const one of cases) {
      const move = findDirect(facts, one);
      if (move !== undefined && free(move)) add(tellAssets(one, legOf(move)));
      else through.push(one);
    }
    for (const line of explainThrough(facts, through, free)) add(line);
    return lines;
  },
};

function readCases(facts: Facts): VaultCase[] {
  return read(facts.logs).flatMap(({ log, eventName, args }): VaultCase[] => {
    const kind = eventName === "Deposit" ? "deposit" : "withdrawal";
    const via = eventName === "Deposit" ? args.sender : args.receiver;
    const { assets, shares: raw } = args;
    const shares = facts.moves.find(
      (move) => move.token === log.address && move.raw === raw && move.way === (kind === "deposit" ? "in" : "out"),
    );
    const asset = facts.transfers.findLast(
      (one) =>
        one.raw === assets && one.log < log.index && one.token !== log.address && touches(one, kind, log.address, via),
    )?.token;
    if (shares === undefined || asset === undefined) return [];
    const protocol = nameVault(facts, log.address);
    return [{ kind, log: log.index, vault: log.address, via, asset, assets, shares, protocol }];
  });
}

/** Whether an account gave or got the vault's own asset, and not another that someone changed into it. */
function isNear(facts: Facts, { asset, assets, via, kind }: VaultCase, all: readonly VaultCase[]): boolean {
  const isMoved = facts.moves.some(
    (move) => move.token === asset && (move.raw === assets || [move.from, move.to].includes(via)),
  );
  const isWound = isWrapped(facts, asset) && facts.wraps.some(({ who }) => who === via);
  return isMoved || isWound || all.some((one) => one.via === via && one.asset === asset && one.kind !== kind);
}

/** Whether a transfer may be the vault's being paid or paying; some vaults keep their assets elsewhere. */
function touches({ from, to }: Pick<Move, "from" | "to">, kind: VaultCase["kind"], at: Address, via: Address): boolean {
  return kind === "deposit" ? to === at || from === via : from === at || to === via;
}

function findDirect({ moves }: Facts, { kind, asset, assets }: VaultCase): Move | undefined {
  const way = kind === "deposit" ? "out" : "in";
  return moves.find((move) => move.way === way && move.token === asset && move.raw === assets);
}

function tellShares({ kind, shares, log, protocol }: VaultCase): Line {
  return kind === "deposit"
    ? tell(shares, {
        type: "receive",
        subtype: "receive_wrapped",
        protocol,
        reason: `Shares of the vault's Deposit (log ${log}).`,
      })
    : tell(shares, {
        type: "spend",
        subtype: "return_wrapped",
        protocol,
        reason: `Shares of the vault's Withdraw (log ${log}).`,
      });
}

function tellAssets({ kind, log, protocol }: Pick<VaultCase, "kind" | "log" | "protocol">, leg: Leg): Line {
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
function explainThrough(facts: Facts, cases: readonly VaultCase[], free: (move: Move) => boolean): Line[] {
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
