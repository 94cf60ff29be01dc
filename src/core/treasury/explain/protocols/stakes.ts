import { type Address, parseAbiItem } from "viem";
import { ruleOf, type Saying } from "../said.ts";

const given = { way: "out", type: "staking", subtype: "deposit_asset" } as const;
const taken = { way: "in", type: "staking", subtype: "remove_asset" } as const;
const saved = { way: "out", type: "deposit", subtype: "deposit_to_protocol" } as const;
const unsaved = { way: "in", type: "withdrawal", subtype: "withdraw_from_protocol" } as const;
const earned = { way: "in", type: "staking", subtype: "reward" } as const;

const debtUp = parseAbiItem("event Borrow(address indexed user, uint256 collateral_increase, uint256 loan_increase)");
const debtDown = parseAbiItem("event Repay(address indexed user, uint256 collateral_decrease, uint256 loan_decrease)");
const gains = parseAbiItem("event StakingGainsWithdrawn(address indexed staker, uint256 LUSDGain, uint256 ETHGain)");

/** Others log the same of their doors. */
const DSR_MANAGER = "0x373238337Bfe1146fb49989fc222523f83081dDb";
const nameSavings = (contract: Address) => (contract === DSR_MANAGER ? "makerdao_dsr" : undefined);

const sayings: readonly Saying[] = [
  {
    event: parseAbiItem(
      "event StakeDelegatedWithdrawn(address indexed indexer, address indexed delegator, uint256 tokens)",
    ),
    ...{ amount: "tokens", ...taken, protocol: "thegraph" },
  },
  {
    event: parseAbiItem(
      "event DelegatedTokensWithdrawn(address indexed serviceProvider, address indexed verifier, address indexed delegator, uint256 tokens)",
    ),
    ...{ amount: "tokens", ...taken, protocol: "thegraph" },
  },
  {
    event: parseAbiItem("event DepositGear(address indexed user, uint256 amount)"),
    ...{ amount: "amount", ...given, protocol: "gearbox" },
  },
  { event: gains, amount: "LUSDGain", ...earned, protocol: "liquity" },
  { event: gains, amount: "ETHGain", coinOf: "staker", ...earned, protocol: "liquity" },
  {
    event: parseAbiItem("event LQTYPaidToDepositor(address indexed _depositor, uint256 _LQTY)"),
    ...{ amount: "_LQTY", ...earned, protocol: "liquity" },
  },
  {
    event: parseAbiItem("event ETHGainWithdrawn(address indexed _depositor, uint256 _ETH, uint256 _LUSDLoss)"),
    ...{ amount: "_ETH", coinOf: "_depositor", ...earned, protocol: "liquity" },
  },
  {
    event: parseAbiItem("event Saved(address indexed account, uint192 amount)"),
    ...{ amount: "amount", ...saved, protocol: "frankencoin" },
  },
  {
    event: parseAbiItem("event RPLStaked(address indexed from, uint256 amount, uint256 time)"),
    ...{ amount: "amount", ...given, protocol: "rocketpool" },
  },
  {
    event: parseAbiItem("event RPLWithdrawn(address indexed to, uint256 amount, uint256 time)"),
    ...{ amount: "amount", ...taken, protocol: "rocketpool" },
  },
  // Debts in crvUSD.
  { event: debtUp, amount: "collateral_increase", holder: "user", ...saved, protocol: "curve" },
  {
    event: debtUp,
    amount: "loan_increase",
    holder: "user",
    way: "in",
    type: "receive",
    subtype: "generate_debt",
    protocol: "curve",
  },
  {
    event: debtDown,
    amount: "loan_decrease",
    holder: "user",
    way: "out",
    type: "spend",
    subtype: "payback_debt",
    protocol: "curve",
  },
  { event: debtDown, amount: "collateral_decrease", holder: "user", ...unsaved, protocol: "curve" },
  // Maker's savings rate through its manager: the interest is in no log, it is in what comes back.
  {
    event: parseAbiItem("event Join(address indexed dst, uint256 wad)"),
    ...{ amount: "wad", ...saved, protocol: nameSavings },
  },
  {
    event: parseAbiItem("event Exit(address indexed dst, uint256 wad)"),
    ...{ amount: "wad", ...unsaved, protocol: nameSavings },
  },
];

/** What is staked, saved or earned where one event names the amount. */
export const stakes = ruleOf("vault", sayings);
