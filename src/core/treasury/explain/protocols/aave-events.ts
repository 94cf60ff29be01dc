import { type Address, isAddressEqual, parseAbi, zeroAddress } from "viem";
import { eventsOf } from "../decode.ts";
import type { Facts } from "../facts.ts";
import type { Move } from "../moves.ts";
import type { Log } from "../receipt.ts";

/** What a lending pool says of one account's position. */
export type PoolEvent = {
  log: Log;
  kind: "supply" | "withdraw" | "borrow" | "repay" | "liquidation" | "collateral on" | "collateral off";
  version: 2 | 3 | undefined;
  reserve: Address;
  /** Whose position it is. */
  holder: Address;
  /** Who brought or takes the money. */
  via: Address;
  amount: bigint;
  /** A liquidation's other reserve: what is taken from the holder. */
  collateral?: Address;
  /** Whether a debt was paid with the pool's own token. */
  withClaims?: boolean;
};

const pool = eventsOf(
  parseAbi([
    "event Supply(address indexed reserve, address user, address indexed onBehalfOf, uint256 amount, uint16 indexed referralCode)",
    "event Deposit(address indexed reserve, address user, address indexed onBehalfOf, uint256 amount, uint16 indexed referral)",
    "event Withdraw(address indexed reserve, address indexed user, address indexed to, uint256 amount)",
    "event Borrow(address indexed reserve, address user, address indexed onBehalfOf, uint256 amount, uint8 interestRateMode, uint256 borrowRate, uint16 indexed referralCode)",
    "event Borrow(address indexed reserve, address user, address indexed onBehalfOf, uint256 amount, uint256 borrowRateMode, uint256 borrowRate, uint16 indexed referral)",
    "event Repay(address indexed reserve, address indexed user, address indexed repayer, uint256 amount, bool useATokens)",
    "event Repay(address indexed reserve, address indexed user, address indexed repayer, uint256 amount)",
    "event LiquidationCall(address indexed collateralAsset, address indexed debtAsset, address indexed user, uint256 debtToCover, uint256 liquidatedCollateralAmount, address liquidator, bool receiveAToken)",
    "event ReserveUsedAsCollateralEnabled(address indexed reserve, address indexed user)",
    "event ReserveUsedAsCollateralDisabled(address indexed reserve, address indexed user)",
  ]),
);

/** Every event of a lending pool, in the order of the logs. */
export function readPool(logs: readonly Log[]): PoolEvent[] {
  return pool(logs).map((event): PoolEvent => {
    const { log } = event;
    switch (event.eventName) {
      case "Supply":
      case "Deposit": {
        const { reserve, onBehalfOf: holder, user: via, amount } = event.args;
        return { log, kind: "supply", version: event.eventName === "Supply" ? 3 : 2, reserve, holder, via, amount };
      }
      case "Borrow": {
        const { reserve, onBehalfOf: holder, user: via, amount } = event.args;
        const isOlder = "borrowRateMode" in event.args;
        return { log, kind: "borrow", version: isOlder ? 2 : 3, reserve, holder, via, amount };
      }
      case "Repay": {
        const { reserve, user: holder, repayer: via, amount } = event.args;
        if (!("useATokens" in event.args)) return { log, kind: "repay", version: 2, reserve, holder, via, amount };
        const { useATokens: withClaims } = event.args;
        return { log, kind: "repay", version: 3, reserve, holder, via, amount, withClaims };
      }
      case "Withdraw": {
        const { reserve, user: holder, to: via, amount } = event.args;
        return { log, kind: "withdraw", version: undefined, reserve, holder, via, amount };
      }
      case "LiquidationCall": {
        const { collateralAsset: collateral, debtAsset: reserve, user: holder, debtToCover: amount } = event.args;
        const via = event.args.liquidator;
        return { log, kind: "liquidation", version: undefined, reserve, holder, via, amount, collateral };
      }
      default: {
        const { reserve, user: holder } = event.args;
        const kind = event.eventName === "ReserveUsedAsCollateralEnabled" ? "collateral on" : "collateral off";
        return { log, kind, version: undefined, reserve, holder, via: holder, amount: 0n };
      }
    }
  });
}

/** What a pool's token says of an account's balance: of what it lent (an aToken) or owes (a debt token). */
export type TokenEvent = {
  log: Log;
  kind: "mint" | "burn";
  token: Address;
  holder: Address;
  /** What the balance grew or shrank by in the end. */
  value: bigint;
  /** Interest since the account's last event, which is in `value` already; 0n in version 2, whose events do not say it. */
  increase: bigint;
};

const tokens = eventsOf(
  parseAbi([
    "event Mint(address indexed caller, address indexed onBehalfOf, uint256 value, uint256 balanceIncrease, uint256 index)",
    "event Burn(address indexed from, address indexed target, uint256 value, uint256 balanceIncrease, uint256 index)",
    "event Mint(address indexed from, uint256 value, uint256 index)",
    "event Burn(address indexed from, address indexed target, uint256 value, uint256 index)",
    "event Mint(address indexed from, address indexed onBehalfOf, uint256 value, uint256 index)",
    "event Burn(address indexed user, uint256 amount, uint256 index)",
  ]),
);

/** Every mint and burn of a pool's tokens, in the order of the logs. */
export function readTokens(logs: readonly Log[]): TokenEvent[] {
  return tokens(logs).map(({ eventName, log, args }) => {
    const found = args as unknown as { onBehalfOf?: Address; from?: Address; user?: Address } & Record<string, bigint>;
    return {
      ...{ log, kind: eventName === "Mint" ? "mint" : "burn", token: log.address },
      holder: (found.onBehalfOf ?? found.from ?? found.user) as Address,
      value: (found["value"] ?? found["amount"]) as bigint,
      increase: found["balanceIncrease"] ?? 0n,
    };
  });
}

/** How much an event changed what was lent or owed, interest apart. */
export function principalOf({ kind, value, increase }: TokenEvent): bigint {
  return kind === "mint" ? value - increase : -(value + increase);
}

/** The transfer that a token logs just before it says the same with its interest. */
export function findTransfer({ moves }: Facts, { kind, token, holder, value, log }: TokenEvent): Move | undefined {
  return moves.findLast((move) => {
    if (move.log >= log.index || move.raw !== value || !isAddressEqual(move.token, token)) return false;
    return kind === "mint"
      ? move.from === zeroAddress && move.to === holder
      : move.to === zeroAddress && move.from === holder;
  });
}
