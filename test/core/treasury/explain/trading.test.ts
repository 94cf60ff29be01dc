import { expect, test } from "vitest";
import { at, emit, item, ME, NOBODY, told, transfer } from "../../../support/receipts.ts";

const WETH = "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2";
const MANAGER = "0xC36442b4a4522E871399CD717aBDD847Ab11FE88";
const [TOKEN, SECOND, PAIR, ROUTER, POOL] = [at(0xdd01), at(0xdd02), at(0xdd03), at(0xdd04), at(0xdd05)];

const sync = emit(PAIR, "event Sync(uint112 reserve0, uint112 reserve1)", { reserve0: 1n, reserve1: 1n });
const wrap = (who: `0x${string}`, wad: bigint) =>
  emit(WETH, "event Deposit(address indexed dst, uint256 wad)", { dst: who, wad });
const unwrap = (who: `0x${string}`, wad: bigint) =>
  emit(WETH, "event Withdrawal(address indexed src, uint256 wad)", { src: who, wad });

test("default: one token leaves and another comes: a trade, however many paths it goes", () => {
  const logs = [transfer(TOKEN, ME, PAIR, 60n), transfer(TOKEN, ME, POOL, 40n), transfer(SECOND, PAIR, ME, 9n), sync];
  expect(told({ logs, to: ROUTER })).toEqual([
    `trade/spend 100 erc20:${TOKEN} uniswap_v2`,
    `trade/receive 9 erc20:${SECOND} uniswap_v2`,
  ]);
});

test("behavior: a router that wraps or unwraps shows the chain's own coin; what it unwraps again was not spent", () => {
  const bought = [
    wrap(ROUTER, 50n),
    transfer(WETH, ROUTER, PAIR, 45n),
    transfer(TOKEN, PAIR, ME, 9n),
    unwrap(ROUTER, 5n),
    sync,
  ];
  expect(told({ logs: bought, to: ROUTER })).toEqual([
    "trade/spend 45 native uniswap_v2",
    `trade/receive 9 erc20:${TOKEN} uniswap_v2`,
  ]);
  const sold = [transfer(TOKEN, ME, PAIR, 9n), transfer(WETH, PAIR, ROUTER, 45n), sync, unwrap(ROUTER, 45n)];
  expect(told({ logs: sold, to: ROUTER })).toEqual([
    `trade/spend 9 erc20:${TOKEN} uniswap_v2`,
    "trade/receive 45 native uniswap_v2",
  ]);
});

test("behavior: a swap against coin that no log shows is half a trade, and neither a reward nor a gift", () => {
  const swap = emit(
    POOL,
    "event Swap(bytes32 indexed id, address indexed sender, int128 amount0, int128 amount1, uint160 sqrtPriceX96, uint128 liquidity, int24 tick, uint24 fee)",
    {
      id: `0x${"11".repeat(32)}`,
      sender: ROUTER,
      amount0: -5n,
      amount1: 9n,
      sqrtPriceX96: 1n,
      liquidity: 1n,
      tick: 0,
      fee: 0,
    },
  );
  expect(told({ logs: [swap, transfer(TOKEN, POOL, ME, 9n)], to: ROUTER })).toEqual([
    `trade/receive 9 erc20:${TOKEN} uniswap_v4`,
  ]);
  expect(told({ logs: [swap, transfer(TOKEN, ME, POOL, 9n)], to: ROUTER })).toEqual([
    `trade/spend 9 erc20:${TOKEN} uniswap_v4`,
  ]);
});

test("default: liquidity of a pair given and taken back, also in the chain's own coin", () => {
  const given = [
    transfer(TOKEN, ME, PAIR, 30n),
    wrap(ROUTER, 20n),
    transfer(WETH, ROUTER, PAIR, 20n),
    transfer(PAIR, NOBODY, ME, 7n),
    sync,
  ];
  expect(told({ logs: given, to: ROUTER })).toEqual([
    `deposit/deposit_for_wrapped 30 erc20:${TOKEN} uniswap_v2`,
    "deposit/deposit_for_wrapped 20 native uniswap_v2",
    `receive/receive_wrapped 7 erc20:${PAIR} uniswap_v2`,
  ]);
  const taken = [
    transfer(PAIR, ME, PAIR, 7n),
    transfer(PAIR, PAIR, NOBODY, 7n),
    transfer(TOKEN, PAIR, ROUTER, 31n),
    transfer(WETH, PAIR, ROUTER, 21n),
    sync,
    transfer(TOKEN, ROUTER, ME, 31n),
    unwrap(ROUTER, 21n),
  ];
  expect(told({ logs: taken, to: ROUTER })).toEqual([
    `spend/return_wrapped 7 erc20:${PAIR} uniswap_v2`,
    `withdrawal/redeem_wrapped 31 erc20:${TOKEN} uniswap_v2`,
    "withdrawal/redeem_wrapped 21 native uniswap_v2",
  ]);
});

const increase = (amount0: bigint, amount1: bigint) =>
  emit(
    MANAGER,
    "event IncreaseLiquidity(uint256 indexed tokenId, uint128 liquidity, uint256 amount0, uint256 amount1)",
    { tokenId: 5n, liquidity: 1n, amount0, amount1 },
  );
const decrease = (amount0: bigint, amount1: bigint) =>
  emit(
    MANAGER,
    "event DecreaseLiquidity(uint256 indexed tokenId, uint128 liquidity, uint256 amount0, uint256 amount1)",
    { tokenId: 5n, liquidity: 1n, amount0, amount1 },
  );
const collect = (recipient: `0x${string}`, amount0: bigint, amount1: bigint) =>
  emit(MANAGER, "event Collect(uint256 indexed tokenId, address recipient, uint256 amount0, uint256 amount1)", {
    ...{ tokenId: 5n, recipient, amount0, amount1 },
  });

test("default: a new position takes both tokens and is itself received", () => {
  const logs = [
    transfer(TOKEN, ME, POOL, 30n),
    wrap(MANAGER, 20n),
    transfer(WETH, MANAGER, POOL, 20n),
    item(MANAGER, NOBODY, ME, 5n),
    increase(30n, 20n),
  ];
  expect(told({ logs, to: MANAGER })).toEqual([
    `deposit/deposit_for_wrapped 30 erc20:${TOKEN} uniswap_v3`,
    "deposit/deposit_for_wrapped 20 native uniswap_v3",
    `receive/receive_wrapped 1 erc721:${MANAGER}/5 uniswap_v3`,
  ]);
});

test("behavior: a collection's fees are what it pays beyond what was taken out", () => {
  const logs = [
    decrease(30n, 20n),
    transfer(TOKEN, POOL, ME, 33n),
    transfer(SECOND, POOL, ME, 20n),
    collect(ME, 33n, 20n),
  ];
  expect(told({ logs, to: MANAGER })).toEqual([
    `withdrawal/withdraw_from_protocol 30 erc20:${TOKEN} uniswap_v3`,
    `receive/reward 3 erc20:${TOKEN} uniswap_v3`,
    `withdrawal/withdraw_from_protocol 20 erc20:${SECOND} uniswap_v3`,
  ]);
  const fees = [transfer(TOKEN, POOL, ME, 3n), transfer(SECOND, POOL, ME, 2n), collect(ME, 3n, 2n)];
  expect(told({ logs: fees, to: MANAGER })).toEqual([
    `receive/reward 3 erc20:${TOKEN} uniswap_v3`,
    `receive/reward 2 erc20:${SECOND} uniswap_v3`,
  ]);
});

test("behavior: a collection in the chain's own coin is unwrapped by the manager", () => {
  const logs = [decrease(0n, 20n), transfer(WETH, POOL, MANAGER, 21n), collect(MANAGER, 0n, 21n), unwrap(MANAGER, 21n)];
  expect(told({ logs, to: MANAGER })).toEqual([
    "withdrawal/withdraw_from_protocol 20 native uniswap_v3",
    "receive/reward 1 native uniswap_v3",
  ]);
});

test("behavior: an order of CoW Protocol is told by its own event among many", () => {
  const settlement = "0x9008D19f58AAbD9eD0D60971565AA8510560ab41";
  const trade = (owner: `0x${string}`, buyToken: `0x${string}`) =>
    emit(
      settlement,
      "event Trade(address indexed owner, address sellToken, address buyToken, uint256 sellAmount, uint256 buyAmount, uint256 feeAmount, bytes orderUid)",
      { owner, sellToken: TOKEN, buyToken, sellAmount: 100n, buyAmount: 9n, feeAmount: 2n, orderUid: "0x" },
    );
  const logs = [
    trade(ME, "0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE"),
    trade(at(0x77), SECOND),
    transfer(TOKEN, ME, settlement, 100n),
    unwrap(settlement, 9n),
  ];
  expect(told({ logs, from: at(0x88), to: settlement })).toEqual([
    `trade/spend 98 erc20:${TOKEN} cowswap`,
    "trade/receive 9 native cowswap",
    `trade/fee 2 erc20:${TOKEN} cowswap`,
  ]);
});

test("behavior: a Safe's liquidity in coin, through a router that it called: the coin goes with the token", () => {
  const SAFE = at(0xdd0a);
  const done = emit(SAFE, "event ExecutionSuccess(bytes32 txHash, uint256 payment)", {
    ...{ txHash: `0x${"22".repeat(32)}`, payment: 0n },
  });
  const change = emit(SAFE, "event SafeReceived(address indexed sender, uint256 value)", { sender: ROUTER, value: 5n });
  const added = [
    ...[transfer(TOKEN, SAFE, PAIR, 9n), wrap(ROUTER, 45n), transfer(WETH, ROUTER, PAIR, 45n)],
    ...[transfer(PAIR, NOBODY, SAFE, 20n), sync, change, done],
  ];
  expect(told({ logs: added, to: SAFE }, { accounts: [SAFE] })).toEqual([
    `deposit/deposit_for_wrapped 9 erc20:${TOKEN} uniswap_v2`,
    "deposit/deposit_for_wrapped 45 native uniswap_v2",
    `receive/receive_wrapped 20 erc20:${PAIR} uniswap_v2`,
    "informational/none 0 native safe_multisig",
  ]);
  const paid = emit(SAFE, "event SafeReceived(address indexed sender, uint256 value)", { sender: ROUTER, value: 45n });
  const removed = [
    ...[transfer(PAIR, SAFE, PAIR, 20n), transfer(PAIR, PAIR, NOBODY, 20n), transfer(TOKEN, PAIR, ROUTER, 9n)],
    ...[transfer(WETH, PAIR, ROUTER, 45n), sync, transfer(TOKEN, ROUTER, SAFE, 9n), unwrap(ROUTER, 45n), paid, done],
  ];
  expect(told({ logs: removed, to: SAFE }, { accounts: [SAFE] })).toEqual([
    `spend/return_wrapped 20 erc20:${PAIR} uniswap_v2`,
    `withdrawal/redeem_wrapped 9 erc20:${TOKEN} uniswap_v2`,
    "withdrawal/redeem_wrapped 45 native uniswap_v2",
    "informational/none 0 native safe_multisig",
  ]);
  // Whoever signs for a Safe of others gives and gets nothing in it.
  expect(told({ logs: added, to: SAFE })).toEqual(["informational/none 0 native safe_multisig"]);
});

test("behavior: a fee that a router keeps of what came for another is told apart where its protocol does so", () => {
  const SUSHI = "0xAC4c6e212A361c968F1725b4d055b47E63F80b75";
  const KEEPER = at(0xdd0b);
  const logs = [transfer(TOKEN, ME, PAIR, 60n), transfer(SECOND, PAIR, ROUTER, 1_000n), sync];
  const passed = [transfer(SECOND, ROUTER, KEEPER, 3n), transfer(SECOND, ROUTER, ME, 997n)];
  expect(told({ logs: [...logs, ...passed], to: SUSHI })).toEqual([
    `trade/spend 60 erc20:${TOKEN} sushiswap`,
    `trade/receive 1000 erc20:${SECOND} sushiswap`,
    `trade/fee 3 erc20:${SECOND} sushiswap`,
  ]);
  expect(told({ logs: [...logs, ...passed], to: ROUTER })).toEqual([
    `trade/spend 60 erc20:${TOKEN} uniswap_v2`,
    `trade/receive 997 erc20:${SECOND} uniswap_v2`,
  ]);
  // More than a tenth is somebody's share, no fee.
  const shared = [transfer(SECOND, ROUTER, KEEPER, 500n), transfer(SECOND, ROUTER, ME, 500n)];
  expect(told({ logs: [...logs, ...shared], to: SUSHI })).toEqual([
    `trade/spend 60 erc20:${TOKEN} sushiswap`,
    `trade/receive 500 erc20:${SECOND} sushiswap`,
  ]);
});

test("behavior: a pair is named by where it stands, whoever is called", () => {
  const USDC = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48";
  const pairs = {
    "0xB4e16d0168e52d35CaCD2c6185b44281Ec28C9Dc": "uniswap_v2",
    "0x397FF1542f962076d0BFE58eA045FfA2d347ACa0": "sushiswap_v2",
  } as const;
  for (const [pair, name] of Object.entries(pairs) as ["0x", string][]) {
    const at = emit(pair, "event Sync(uint112 reserve0, uint112 reserve1)", { reserve0: 1n, reserve1: 1n });
    const logs = [transfer(USDC, ME, pair, 60n), transfer(WETH, pair, ME, 9n), at];
    expect(told({ logs, to: ROUTER })).toEqual([
      `trade/spend 60 erc20:${USDC} ${name}`,
      `trade/receive 9 erc20:${WETH} ${name}`,
    ]);
  }
});
