import { type Address, parseAbi, zeroAddress } from "viem";
import { eventsOf } from "../decode.ts";
import type { Facts, Rule } from "../facts.ts";
import { isWrapped, legOf, tell } from "../legs.ts";
import type { Line } from "../line.ts";
import type { Move } from "../moves.ts";
import { nameVault } from "./vault-names.ts";
import { explainThrough, tellAssets } from "./vault-through.ts";

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
    const untold = { ...facts, moves: facts.moves.filter(free) };
    return [...lines, ...explainForOthers(untold)];
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

/** What an account paid in for another's claim, and what was paid to another for its own: only where it got nothing for it. */
function explainForOthers(facts: Facts): Line[] {
  const { logs, moves, wraps, isOurs } = facts;
  if (moves.some(({ way }) => way === "in") || wraps.some(({ way }) => way === "unwrap")) return [];
  const used = new Set<number>();
  const take = (fits: (move: Move) => boolean) => {
    const move = moves.find((one) => one.way === "out" && !used.has(one.log) && fits(one));
    if (move !== undefined) used.add(move.log);
    return move;
  };
  return read(logs).flatMap(({ log: { index, address }, eventName, args }): Line[] => {
    const protocol = nameVault(facts, address);
    if (eventName === "Deposit") {
      const { sender, owner, assets } = args;
      if (isOurs(owner)) return [];
      const paid = take(({ from, raw, token }) => from === sender && raw === assets && token !== address);
      const reason = `Assets of the vault's Deposit (log ${index}); the shares are ${owner}'s.`;
      return paid ? [tell(paid, { type: "deposit", subtype: "deposit_for_wrapped", protocol, reason })] : [];
    }
    const { owner, receiver, shares } = args;
    const given = take(
      ({ from, to, raw, token }) => token === address && raw === shares && from === owner && to === zeroAddress,
    );
    const reason = `Shares of the vault's Withdraw (log ${index}), which paid ${receiver}.`;
    return given ? [tell(given, { type: "spend", subtype: "return_wrapped", protocol, reason })] : [];
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
