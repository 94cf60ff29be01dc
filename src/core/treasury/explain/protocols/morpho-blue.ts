import { parseAbiItem } from "viem";
import { ruleOf, type Saying } from "../said.ts";

const deposit = { way: "out", type: "deposit", subtype: "deposit_to_protocol" } as const;
const withdrawal = { way: "in", type: "withdrawal", subtype: "withdraw_from_protocol" } as const;

const sayings: readonly Saying[] = [
  {
    event: parseAbiItem(
      "event Supply(bytes32 indexed id, address indexed caller, address indexed onBehalf, uint256 assets, uint256 shares)",
    ),
    ...{ amount: "assets", holder: "onBehalf", ...deposit },
  },
  {
    event: parseAbiItem(
      "event SupplyCollateral(bytes32 indexed id, address indexed caller, address indexed onBehalf, uint256 assets)",
    ),
    ...{ amount: "assets", holder: "onBehalf", ...deposit },
  },
  {
    event: parseAbiItem(
      "event Withdraw(bytes32 indexed id, address caller, address indexed onBehalf, address indexed receiver, uint256 assets, uint256 shares)",
    ),
    ...{ amount: "assets", holder: "onBehalf", ...withdrawal },
  },
  {
    event: parseAbiItem(
      "event WithdrawCollateral(bytes32 indexed id, address caller, address indexed onBehalf, address indexed receiver, uint256 assets)",
    ),
    ...{ amount: "assets", holder: "onBehalf", ...withdrawal },
  },
  {
    event: parseAbiItem(
      "event Borrow(bytes32 indexed id, address caller, address indexed onBehalf, address indexed receiver, uint256 assets, uint256 shares)",
    ),
    ...{ amount: "assets", holder: "onBehalf", way: "in", type: "receive", subtype: "generate_debt" },
  },
  {
    event: parseAbiItem(
      "event Repay(bytes32 indexed id, address indexed caller, address indexed onBehalf, uint256 assets, uint256 shares)",
    ),
    ...{ amount: "assets", holder: "onBehalf", way: "out", type: "spend", subtype: "payback_debt" },
  },
];

/** Morpho's markets, straight; its vaults are told as vaults. */
export const morphoBlue = ruleOf("morpho_blue", sayings);
