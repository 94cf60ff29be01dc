import { expect, test } from "vitest";
import { at, emit, item, ME, NOBODY, OTHER, told, transfer } from "../../../support/receipts.ts";

const STETH = "0xae7ab96520DE3A18E5e111B5EaAb095312D7fE84";
const WSTETH = "0x7f39C581F595B53c5cb19bD0b3f8dA6c935E2Ca0";
const QUEUE = "0x889edC2eDab5f40e902b864aD4d7AdE8E412F9B1";
const RETH = "0xae78736Cd615f374D3085123A210448E74Fc6393";
const RPL = "0xD33526068D116cE69F19A9ee46F0bd304F21A51f";
const TOKEN = at(0xcc01);
const FARM = at(0xcc02);
const CAKE = at(0xcc03);

test("default: ETH staked with Lido, wrapped, unwrapped, queued and claimed", () => {
  const staked = [
    emit(STETH, "event Submitted(address indexed sender, uint256 amount, address referral)", {
      ...{ sender: ME, amount: 100n, referral: NOBODY },
    }),
    transfer(STETH, NOBODY, ME, 99n),
  ];
  expect(told({ logs: staked, to: STETH })).toEqual([
    "deposit/deposit_for_wrapped 100 native lido",
    `receive/receive_wrapped 99 erc20:${STETH} lido`,
  ]);
  expect(told({ logs: [transfer(WSTETH, NOBODY, ME, 80n), transfer(STETH, ME, WSTETH, 99n)] }).sort()).toEqual([
    `deposit/deposit_for_wrapped 99 erc20:${STETH} lido`,
    `receive/receive_wrapped 80 erc20:${WSTETH} lido`,
  ]);
  expect(told({ logs: [transfer(WSTETH, ME, NOBODY, 80n), transfer(STETH, WSTETH, ME, 99n)] })).toEqual([
    `spend/return_wrapped 80 erc20:${WSTETH} lido`,
    `withdrawal/redeem_wrapped 99 erc20:${STETH} lido`,
  ]);
  expect(told({ logs: [transfer(STETH, ME, QUEUE, 99n), item(QUEUE, NOBODY, ME, 7n)] })).toEqual([
    `deposit/deposit_for_wrapped 99 erc20:${STETH} lido`,
    `receive/receive_wrapped 1 erc721:${QUEUE}/7 lido`,
  ]);
  const claimed = emit(
    QUEUE,
    "event WithdrawalClaimed(uint256 indexed requestId, address indexed owner, address indexed receiver, uint256 amountOfETH)",
    { requestId: 7n, owner: ME, receiver: ME, amountOfETH: 98n },
  );
  expect(told({ logs: [claimed, item(QUEUE, ME, NOBODY, 7n)] }).sort()).toEqual([
    `spend/return_wrapped 1 erc721:${QUEUE}/7 lido`,
    "withdrawal/redeem_wrapped 98 native lido",
  ]);
});

test("default: rETH minted and burned, and a node's claim of RPL and ETH", () => {
  const minted = emit(RETH, "event TokensMinted(address indexed to, uint256 amount, uint256 ethAmount, uint256 time)", {
    ...{ to: ME, amount: 90n, ethAmount: 99n, time: 1n },
  });
  const paid = emit(at(0xcc09), "event DepositReceived(address indexed from, uint256 amount, uint256 time)", {
    ...{ from: ME, amount: 100n, time: 1n },
  });
  expect(told({ logs: [transfer(RETH, NOBODY, ME, 90n), minted, paid] })).toEqual([
    "deposit/deposit_for_wrapped 100 native rocketpool",
    `receive/receive_wrapped 90 erc20:${RETH} rocketpool`,
  ]);
  const burned = emit(
    RETH,
    "event TokensBurned(address indexed from, uint256 amount, uint256 ethAmount, uint256 time)",
    { from: ME, amount: 90n, ethAmount: 101n, time: 1n },
  );
  expect(told({ logs: [transfer(RETH, ME, NOBODY, 90n), burned] })).toEqual([
    `spend/return_wrapped 90 erc20:${RETH} rocketpool`,
    "withdrawal/redeem_wrapped 101 native rocketpool",
  ]);
  const claim = emit(
    at(0xcc0a),
    "event RewardsClaimed(address indexed claimer, uint256[] rewardIndex, uint256[] amountRPL, uint256[] amountETH)",
    { claimer: ME, rewardIndex: [3n, 4n], amountRPL: [5n, 6n], amountETH: [1n, 2n] },
  );
  expect(told({ logs: [transfer(RPL, at(0xcc0b), ME, 4n), claim] })).toEqual([
    `receive/reward 11 erc20:${RPL} rocketpool`,
    `staking/deposit_asset 7 erc20:${RPL} rocketpool`,
    "receive/reward 3 native rocketpool",
  ]);
});

test("default: StakingRewards names what is staked, taken back and earned", () => {
  const staked = emit(FARM, "event Staked(address indexed user, uint256 amount)", { user: ME, amount: 50n });
  expect(told({ logs: [transfer(TOKEN, ME, FARM, 50n), staked] })).toEqual([
    `staking/deposit_asset 50 erc20:${TOKEN} staking_rewards`,
  ]);
  const left = [
    transfer(TOKEN, FARM, ME, 50n),
    emit(FARM, "event Withdrawn(address indexed user, uint256 amount)", { user: ME, amount: 50n }),
    transfer(CAKE, FARM, ME, 3n),
    emit(FARM, "event RewardPaid(address indexed user, uint256 reward)", { user: ME, reward: 3n }),
  ];
  expect(told({ logs: left })).toEqual([
    `staking/remove_asset 50 erc20:${TOKEN} staking_rewards`,
    `receive/reward 3 erc20:${CAKE} staking_rewards`,
  ]);
});

test("behavior: MasterChef logs no reward, so what else comes from it is one; so is a harvest of nothing staked", () => {
  const staked = (amount: bigint) =>
    emit(FARM, "event Deposit(address indexed user, uint256 indexed pid, uint256 amount)", {
      user: ME,
      pid: 2n,
      amount,
    });
  expect(told({ logs: [transfer(CAKE, FARM, ME, 4n), transfer(TOKEN, ME, FARM, 50n), staked(50n)] })).toEqual([
    `receive/reward 4 erc20:${CAKE} masterchef`,
    `staking/deposit_asset 50 erc20:${TOKEN} masterchef`,
  ]);
  expect(told({ logs: [transfer(CAKE, FARM, ME, 4n), staked(0n)] })).toEqual([
    `receive/reward 4 erc20:${CAKE} masterchef`,
  ]);
});

test("behavior: a staked position comes back with its harvest", () => {
  const manager = at(0xcc07);
  const logs = [
    transfer(CAKE, FARM, ME, 9n),
    emit(
      FARM,
      "event Harvest(address indexed sender, address to, uint256 indexed pid, uint256 indexed tokenId, uint256 reward)",
      { sender: ME, to: ME, pid: 1n, tokenId: 44n, reward: 9n },
    ),
    item(manager, FARM, ME, 44n),
    emit(FARM, "event Withdraw(address indexed from, address to, uint256 indexed pid, uint256 indexed tokenId)", {
      ...{ from: ME, to: ME, pid: 1n, tokenId: 44n },
    }),
  ];
  expect(told({ logs })).toEqual([
    `receive/reward 9 erc20:${CAKE} masterchef`,
    `staking/remove_asset 1 erc721:${manager}/44 masterchef`,
  ]);
});

test("behavior: a Merkle claim is an airdrop, whoever sent it, of a token that is known", () => {
  const distributor = at(0xcc08);
  const claimed = emit(distributor, "event Claimed(uint256 index, address account, uint256 amount)", {
    ...{ index: 1n, account: ME, amount: 12n },
  });
  expect(told({ logs: [transfer(TOKEN, distributor, ME, 12n), claimed] })).toEqual([
    `receive/airdrop 12 erc20:${TOKEN} merkle_distributor`,
  ]);
  expect(told({ logs: [transfer(RPL, distributor, ME, 12n), claimed], from: at(0x99) })).toEqual([
    `receive/airdrop 12 erc20:${RPL} merkle_distributor`,
  ]);
});

test("boundary: a stranger's own token with a claim's, a reward's or interest's events beside it is no income", () => {
  const claimed = emit(at(0xcc08), "event Claimed(uint256 index, address account, uint256 amount)", {
    ...{ index: 1n, account: ME, amount: 12n },
  });
  const paid = emit(FARM, "event RewardPaid(address indexed user, uint256 reward)", { user: ME, reward: 12n });
  const mint = emit(
    TOKEN,
    "event Mint(address indexed caller, address indexed onBehalfOf, uint256 value, uint256 balanceIncrease, uint256 index)",
    { caller: ME, onBehalfOf: ME, value: 12n, balanceIncrease: 12n, index: 1n },
  );
  for (const log of [claimed, paid, mint])
    expect(told({ logs: [transfer(TOKEN, NOBODY, ME, 12n), log], from: at(0x99) })).toEqual([
      `receive/none 12 erc20:${TOKEN} -`,
    ]);
});

test("default: AAVE staked, its reward staked at once, and taken back", () => {
  const [module, aave] = [at(0xcc0c), at(0xcc0d)];
  const staked = emit(
    module,
    "event Staked(address indexed from, address indexed to, uint256 assets, uint256 shares)",
    { from: ME, to: ME, assets: 10n, shares: 9n },
  );
  expect(told({ logs: [transfer(aave, ME, module, 10n), transfer(module, NOBODY, ME, 9n), staked] })).toEqual([
    `staking/deposit_asset 10 erc20:${aave} aave`,
    `receive/receive_wrapped 9 erc20:${module} aave`,
  ]);
  const claimed = emit(module, "event RewardsClaimed(address indexed from, address indexed to, uint256 amount)", {
    ...{ from: ME, to: module, amount: 10n },
  });
  const again = [transfer(aave, OTHER, module, 10n), claimed, transfer(module, NOBODY, ME, 9n), staked];
  expect(told({ logs: again })).toEqual([
    `staking/reward 10 erc20:${aave} aave`,
    `staking/deposit_asset 10 erc20:${aave} aave`,
    `receive/receive_wrapped 9 erc20:${module} aave`,
  ]);
});

test("default: a delegation in The Graph pays its tax", () => {
  const grt = "0x9623063377AD1B27544C965cCd7342f7EA7e88C7";
  const delegated = emit(
    at(0xcc0e),
    "event StakeDelegated(address indexed indexer, address indexed delegator, uint256 tokens, uint256 shares)",
    { indexer: OTHER, delegator: ME, tokens: 995n, shares: 1n },
  );
  expect(told({ logs: [transfer(grt, ME, at(0xcc0e), 1_000n), delegated] }, { chain: 42161 })).toEqual([
    `staking/deposit_asset 995 erc20:${grt} thegraph`,
    `spend/fee 5 erc20:${grt} thegraph`,
  ]);
});

test("behavior: what networks of nodes pay is a reward, also where others send it", () => {
  const dimo = "0xE261D618a959aFfFd53168Cd07D12E37B26761db";
  const paid = emit(
    at(0xcc0f),
    "event TokensTransferredForDevice(uint256 week, address indexed user, uint256 _amount, uint256 indexed vehicleNodeId, address deviceNftProxy, uint256 indexed deviceNode)",
    { week: 1n, user: ME, _amount: 8n, vehicleNodeId: 2n, deviceNftProxy: OTHER, deviceNode: 3n },
  );
  const logs = [transfer(dimo, at(0xcc0f), ME, 8n), paid];
  expect(told({ logs, from: at(0x99) }, { chain: 137 })).toEqual([`receive/reward 8 erc20:${dimo} dimo`]);
});

test("behavior: a token restaked with EigenLayer is staked", () => {
  const deposited = emit(at(0xcc10), "event Deposit(address staker, address token, address strategy, uint256 shares)", {
    staker: ME,
    token: TOKEN,
    strategy: at(0xcc11),
    shares: 9n,
  });
  expect(told({ logs: [transfer(TOKEN, ME, at(0xcc11), 10n), deposited] })).toEqual([
    `staking/deposit_asset 10 erc20:${TOKEN} eigenlayer`,
  ]);
});

test("behavior: PancakeSwap keeps what its first farm pays in a contract of its own; what its newest takes too much of comes back", () => {
  const [CHEF, SYRUP] = ["0x73feaa1eE314F8c655E354234017bE2193C9E24E", at(0xcc11)] as const;
  const deposited = emit(CHEF, "event Deposit(address indexed user, uint256 indexed pid, uint256 amount)", {
    ...{ user: ME, pid: 3n, amount: 50n },
  });
  const onBsc = { chain: 56 };
  const logs = [transfer(CAKE, SYRUP, ME, 7n), transfer(TOKEN, ME, CHEF, 50n), deposited];
  expect(told({ logs, to: CHEF }, onBsc)).toEqual([
    `receive/reward 7 erc20:${CAKE} pancakeswap`,
    `staking/deposit_asset 50 erc20:${TOKEN} pancakeswap`,
  ]);
  const [MANAGER, KEEPER, POOL] = ["0x46A15B0b27311cedF172AB29E4f4766fbE7F4364", at(0xcc12), at(0xcc13)] as const;
  const increased = emit(
    MANAGER,
    "event IncreaseLiquidity(uint256 indexed tokenId, uint128 liquidity, uint256 amount0, uint256 amount1)",
    { tokenId: 8n, liquidity: 5n, amount0: 10n, amount1: 20n },
  );
  const added = [
    ...[transfer(TOKEN, ME, KEEPER, 12n), transfer(CAKE, ME, KEEPER, 20n)],
    ...[transfer(TOKEN, KEEPER, POOL, 10n), transfer(CAKE, KEEPER, POOL, 20n)],
    ...[increased, transfer(TOKEN, KEEPER, ME, 2n)],
  ];
  expect(told({ logs: added, to: KEEPER }, onBsc)).toEqual([
    `deposit/deposit_to_protocol 10 erc20:${TOKEN} pancakeswap_v3`,
    `deposit/deposit_to_protocol 20 erc20:${CAKE} pancakeswap_v3`,
  ]);
});
