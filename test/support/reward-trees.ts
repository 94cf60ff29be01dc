import { type Address, concat, encodeAbiParameters, encodePacked, getAddress, type Hex, keccak256, toHex } from "viem";

/** Who earned how much of one token. */
export type Entry = { account: Address; amount: bigint };

/** What one Rocket Pool node earned. Wei. */
export type NodeEntry = {
  account: Address;
  network: number;
  collateral: bigint;
  oracle: bigint;
  pool: bigint;
  voter: bigint;
};

/** An address that is the same for the same number. */
export function testAccount(number: number | bigint): Address {
  return getAddress(keccak256(toHex(`account ${number}`)).slice(0, 42));
}

/** So many accounts, each with its number's amount in ether and a few wei. */
export function testEntries(length: number): Entry[] {
  return Array.from({ length }, (_, index) => ({
    account: testAccount(index),
    amount: BigInt(index + 1) * 10n ** 18n + BigInt(index),
  }));
}

type Tree = { root: Hex; proofOf: (index: number) => Hex[] };

/** A tree in layers: pairs sorted or in order; a layer's odd node rises alone, or the lowest layer is filled up with zeros. */
export function layeredTree(leaves: readonly Hex[], { sorted, padded }: { sorted: boolean; padded: boolean }): Tree {
  const width = padded ? 2 ** Math.ceil(Math.log2(leaves.length)) : leaves.length;
  const layers = [[...leaves, ...Array.from({ length: width - leaves.length }, (): Hex => `0x${"0".repeat(64)}`)]];
  for (let layer = layers[0] as Hex[]; layer.length > 1; layers.push(layer)) layer = above(layer, sorted);
  const proofOf = (index: number) =>
    layers.flatMap((layer, height) => {
      const sibling = layer[(index >> height) ^ 1];
      return sibling === undefined || layer.length === 1 ? [] : [sibling];
    });
  return { root: layers.at(-1)?.[0] as Hex, proofOf };
}

function above(layer: readonly Hex[], sorted: boolean): Hex[] {
  return Array.from({ length: Math.ceil(layer.length / 2) }, (_, index) => {
    const [left, right] = [layer[2 * index] as Hex, layer[2 * index + 1]];
    if (right === undefined) return left;
    return keccak256(concat(sorted && BigInt(left) > BigInt(right) ? [right, left] : [left, right]));
  });
}

/** A claims file of Uniswap's distributor. Its leaves are sorted by hash. */
export function uniswapFile(entries: readonly Entry[]) {
  const hashed = entries.map(({ account, amount }, index) => ({
    ...{ account, amount, index },
    hash: keccak256(encodePacked(["uint256", "address", "uint256"], [BigInt(index), account, amount])),
  }));
  const order = hashed.toSorted(byHash);
  const tree = layeredTree(
    order.map(({ hash }) => hash),
    { sorted: true, padded: false },
  );
  const claims = hashed.map((claim) => {
    const { account, amount, index } = claim;
    return [account, { index, amount: toHex(amount), proof: tree.proofOf(order.indexOf(claim)) }] as const;
  });
  return { merkleRoot: tree.root, tokenTotal: toHex(sum(entries)), claims: Object.fromEntries(claims) };
}

/** OpenZeppelin's dump of a standard tree, its leaves sorted by hash and laid from the end. */
export function openZeppelinFile(entries: readonly Entry[]) {
  const hashed = entries.map((entry) => ({ ...entry, hash: standardHash(entry) })).sort(byHash);
  const tree: Hex[] = new Array(entries.length - 1).concat(hashed.map(({ hash }) => hash).reverse());
  for (let index = entries.length - 2; index >= 0; index--)
    tree[index] = above([tree[2 * index + 1] as Hex, tree[2 * index + 2] as Hex], true)[0] as Hex;
  const values = hashed.map(({ account, amount }, index) => ({
    value: [account, String(amount)],
    treeIndex: tree.length - 1 - index,
  }));
  return { format: "standard-v1", leafEncoding: ["address", "uint256"], tree, values };
}

/** The plain list of Steward's own, over the same tree. */
export function stewardFile(entries: readonly Entry[], { withProofs = false, epoch = 7 } = {}) {
  const { tree } = openZeppelinFile(entries);
  const leaves = entries.map(({ account, amount }) => {
    const proof: Hex[] = [];
    const place = tree.indexOf(standardHash({ account, amount }));
    for (let index = place; index > 0; index = (index - 1) >> 1) proof.push(tree[((index - 1) ^ 1) + 1] as Hex);
    return { account, amount: String(amount), ...(withProofs && { proof }) };
  });
  return {
    format: "steward-tree/1",
    root: tree[0] as Hex,
    epoch,
    cumulative: true,
    total: String(sum(entries)),
    leaves,
  };
}

function standardHash({ account, amount }: Entry): Hex {
  return keccak256(keccak256(encodeAbiParameters([{ type: "address" }, { type: "uint256" }], [account, amount])));
}

/** A file of a Rocket Pool interval as its version writes it. */
export function rocketPoolFile(nodes: readonly NodeEntry[], version: number, index = 3) {
  const hasVoters = version >= 4;
  const hashes = nodes.map(({ account, network, collateral, oracle, pool, voter }) => {
    const words = [BigInt(network), collateral + oracle, pool, ...(hasVoters ? [voter] : [])];
    return keccak256(concat([account, ...words.map((word) => toHex(word, { size: 32 }))]));
  });
  const tree = layeredTree(hashes, { sorted: true, padded: true });
  const of = (chosen: readonly NodeEntry[], key: "collateral" | "oracle" | "pool" | "voter") =>
    chosen.reduce((total, node) => total + node[key], 0n);
  const networks = [...new Set(nodes.map(({ network }) => network))].map((network) => {
    const here = nodes.filter((node) => node.network === network);
    const eth = of(here, "pool") + (hasVoters ? of(here, "voter") : 0n);
    const said = { collateralRpl: String(of(here, "collateral")), oracleDaoRpl: String(of(here, "oracle")) };
    return [String(network), { ...said, smoothingPoolEth: String(eth) }] as const;
  });
  const rewards = nodes.map(({ account, network, collateral, oracle, pool, voter }, place) => {
    const said = {
      ...{ rewardNetwork: network, collateralRpl: String(collateral), oracleDaoRpl: String(oracle) },
      ...{ smoothingPoolEth: String(pool), ...(version === 1 && { smoothingPoolEligibilityRate: 0.25 }) },
      ...(hasVoters && { voterShareEth: String(voter) }),
    };
    return [account.toLowerCase(), { ...said, merkleProof: tree.proofOf(place) }] as const;
  });
  return {
    ...{ rewardsFileVersion: version, index, network: "mainnet", intervalsPassed: 1, merkleRoot: tree.root },
    totalRewards: {
      ...{ protocolDaoRpl: "1", totalSmoothingPoolEth: "5", poolStakerSmoothingPoolEth: "null" },
      ...{ totalCollateralRpl: String(of(nodes, "collateral")), totalOracleDaoRpl: String(of(nodes, "oracle")) },
      nodeOperatorSmoothingPoolEth: String(of(nodes, "pool")),
      ...(hasVoters && { totalVoterShareEth: String(of(nodes, "voter")) }),
    },
    networkRewards: Object.fromEntries(networks),
    nodeRewards: Object.fromEntries(rewards),
  };
}

/** Nodes on two networks, one of them of the oracle DAO. */
export function testNodes(length: number): NodeEntry[] {
  return testEntries(length).map(({ account, amount }, index) => ({
    ...{ account, network: index % 5 === 4 ? 1 : 0, collateral: amount, oracle: index % 7 === 0 ? 3n : 0n },
    ...{ pool: amount / 9n, voter: amount / 31n },
  }));
}

/** EigenLayer claims of every earner against one root; amounts are numbers in the text, as that format has them. */
export function eigenLayerClaims(earners: readonly { account: Address; tokens: readonly Entry[] }[]) {
  const options = { sorted: false, padded: true };
  const lower = earners.map(({ account, tokens }) => {
    const leaf = ({ account: token, amount }: Entry) =>
      keccak256(encodePacked(["uint8", "address", "uint256"], [1, token, amount]));
    return { account, tokens, tree: layeredTree(tokens.map(leaf), options) };
  });
  const leaf = ({ account, tree }: { account: Address; tree: Tree }) =>
    keccak256(encodePacked(["uint8", "address", "bytes32"], [0, account, tree.root]));
  const upper = layeredTree(lower.map(leaf), options);
  return lower.map(({ account, tokens, tree }, index) => ({
    ...{
      Root: upper.root,
      RootIndex: 12,
      EarnerIndex: index,
      EarnerTreeProof: concat(["0x", ...upper.proofOf(index)]),
    },
    EarnerLeaf: { Earner: account.toLowerCase(), EarnerTokenRoot: tree.root },
    LeafIndices: tokens.map((_, place) => place),
    TokenTreeProofs: tokens.map((_, place) => concat(["0x", ...tree.proofOf(place)])),
    TokenLeaves: tokens.map(({ account: token, amount }) => ({ Token: token, CumulativeEarnings: amount })),
    ...{ TokenTreeProofsNum: tokens.length, TokenLeavesNum: tokens.length },
  }));
}

/** JSON in which a bigint is a number, digit by digit. */
export function withNumbers(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === "bigint" ? `#${inner}#` : inner)).replaceAll(
    /"#(\d+)#"/g,
    "$1",
  );
}

function byHash(a: { hash: Hex }, b: { hash: Hex }): number {
  return a.hash < b.hash ? -1 : 1;
}

function sum(entries: readonly Entry[]): bigint {
  return entries.reduce((total, { amount }) => total + amount, 0n);
}
