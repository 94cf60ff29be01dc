import { describe, expect, test } from "vitest";
import { readTree } from "../../../../src/core/rewards/merkle/read-tree.ts";
import { Refusal } from "../../../../src/errors.ts";
import {
  eigenLayerClaims,
  openZeppelinFile,
  rocketPoolFile,
  stewardFile,
  testAccount,
  testEntries,
  testNodes,
  uniswapFile,
  withNumbers,
} from "../../../support/reward-trees.ts";

// biome-ignore lint/suspicious/noExplicitAny: the files are broken in ways that no type allows.
type Broken = any;
type Case = [what: string, said: string, spoil: (file: Broken) => unknown];

const [one, other] = [testAccount(0), testAccount(1)];
const lower = one.toLowerCase();
const zeros = `0x${"0".repeat(64)}`;

function refusalOf(text: string): Refusal {
  try {
    readTree(text);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error("The file was not refused.");
}

/** The file, spoilt, and what is said of it. */
function check(build: () => unknown, [, said, spoil]: Case): void {
  const file = structuredClone(build());
  const spoilt = spoil(file) ?? file;
  const refusal = refusalOf(typeof spoilt === "string" ? spoilt : withNumbers(spoilt));
  expect(refusal.message).toContain(said);
  expect(refusal.message).toMatch(/\.$/);
  expect(refusal.hint).toMatch(/\.$/);
}

describe("uniswap", () => {
  // biome-ignore format: a table is read by its rows.
  test.each<Case>([
    ["an amount as a number", `claims › ${one} › amount is a number; amounts beyond 2^53 lose digits as JSON numbers, so it must stand in quotes: 5.`, (file) => { file.claims[one].amount = 5; }],
    ["an amount as a large number", "is a number; amounts beyond 2^53 lose digits as JSON numbers, so it must stand in quotes: 1000000000000000001.", (file) => { file.claims[one].amount = 1_000_000_000_000_000_001n; }],
    ["a negative amount", `claims › ${one} › amount is negative, as no reward can be: "-5".`, (file) => { file.claims[one].amount = "-5"; }],
    ["a fraction", 'amount is a fraction; amounts are whole numbers of the smallest unit: "1.5".', (file) => { file.claims[one].amount = "1.5"; }],
    ["words for an amount", 'amount is no amount: whole digits in the smallest unit are: "lots".', (file) => { file.claims[one].amount = "lots"; }],
    ["an empty amount", "amount is no amount", (file) => { file.claims[one].amount = "0x"; }],
    ["an amount beyond a uint256", "is more than 2^256 - 1, so no contract can hold it", (file) => { file.claims[one].amount = `0x1${"0".repeat(64)}`; }],
    ["no amount", `claims › ${one} › amount is missing.`, (file) => { delete file.claims[one].amount; }],
    ["another amount", `The proof of ${one} in claims does not lead to the root`, (file) => { file.claims[one].amount = "1"; }],
    ["another index", `The proof of ${one} in claims does not lead to the root`, (file) => { file.claims[one].index = 9; }],
    ["the same index twice", `In claims, ${one} and ${other} have the same index 0.`, (file) => { file.claims[other].index = 0; }],
    ["a fractional index", "index is no whole number from 0: 0.5.", (file) => { file.claims[one].index = 0.5; }],
    ["no proof", `claims › ${one} › proof is missing.`, (file) => { delete file.claims[one].proof; }],
    ["an empty proof", `The proof of ${one} in claims does not lead to the root`, (file) => { file.claims[one].proof = []; }],
    ["a proof that is no list", "proof is no proof: a list of hashes is: an object.", (file) => { file.claims[one].proof = {}; }],
    ["a short hash in a proof", 'proof is not 0x and 64 hexadecimal digits: "0x12".', (file) => { file.claims[one].proof[0] = "0x12"; }],
    ["a proof as deep as the sea", "proof is no proof", (file) => { file.claims[one].proof = Array(65).fill(zeros); }],
    ["a broken checksum", "claims › the key has a broken checksum", (file) => { file.claims[`0x${one.slice(2).toUpperCase()}`] = file.claims[one]; }],
    ["a key that is no address", 'claims › the key is no address: "bob".', (file) => { file.claims["bob"] = file.claims[one]; }],
    ["an account twice, in other letters", `${one} stands twice in claims.`, (file) => { file.claims[lower] = file.claims[one]; }],
    ["an account twice, in the same letters", `"${one}" stands twice in one part of the file.`, (file) => JSON.stringify(file).replaceAll(other, one)],
    ["a leaf that is not in the tree", "does not lead to the root", (file) => { file.claims[testAccount(9)] = { ...file.claims[one], index: 9 }; }],
    ["somebody left out", "claims does not show the whole tree: proofs lean on 0x", (file) => { delete file.claims[one]; file.tokenTotal = String(BigInt(file.tokenTotal) - 10n ** 18n); }],
    ["nobody", "claims is empty: a tree without a leaf has no root.", (file) => { file.claims = {}; }],
    ["a wrong total", "tokenTotal says 7, but claims sums up to", (file) => { file.tokenTotal = "0x7"; }],
    ["a total as a number", "tokenTotal is a number", (file) => { file.tokenTotal = 7; }],
    ["no total", "tokenTotal is missing.", (file) => { delete file.tokenTotal; }],
    ["another root", `does not lead to the root ${zeros}`, (file) => { file.merkleRoot = zeros; }],
    ["claims as a list", "claims is no object: a list.", (file) => { file.claims = [1]; }],
    ["something more in a claim", 'has "bonus", which is not known here; it may be money.', (file) => { file.claims[one].bonus = "5"; }],
  ])("error: %s", (...test) => check(() => uniswapFile(testEntries(3)), test));
});

describe("rocket-pool", () => {
  const node = (file: Broken) => file.nodeRewards[lower];
  // biome-ignore format: a table is read by its rows.
  test.each<Case>([
    ["RPL as a number", `nodeRewards › ${lower} › collateralRpl is a number`, (file) => { node(file).collateralRpl = 5; }],
    ["RPL in hexadecimal", 'collateralRpl is no amount: whole digits in the smallest unit are: "0x5".', (file) => { node(file).collateralRpl = "0x5"; }],
    ["a wei moved from one kind of RPL to the other", "totalRewards › totalCollateralRpl says", (file) => { node(file).collateralRpl = String(BigInt(node(file).collateralRpl) - 1n); node(file).oracleDaoRpl = "4"; }],
    ["a wei more of voter share", `The proof of ${one} in nodeRewards does not lead`, (file) => { node(file).voterShareEth = "1"; }],
    ["no voter share in a version that has it", "voterShareEth is missing.", (file) => { delete node(file).voterShareEth; }],
    ["a voter share in a version that has none", 'has "voterShareEth", which is not known here; it may be money.', (file) => { file.rewardsFileVersion = 3; }],
    ["another network", `The proof of ${one} in nodeRewards does not lead`, (file) => { node(file).rewardNetwork = 1; }],
    ["a network that the file does not sum", "networkRewards › 1 is missing, and nodes claim there.", (file) => { delete file.networkRewards["1"]; }],
    ["a wrong sum of a network", "networkRewards › 1 › smoothingPoolEth says 1, but nodeRewards sums up to", (file) => { file.networkRewards["1"].smoothingPoolEth = "1"; }],
    ["a network without nodes that got something", "networkRewards › 8 › collateralRpl says 4, but nodeRewards sums up to 0.", (file) => { file.networkRewards["8"] = { collateralRpl: "4", oracleDaoRpl: "0", smoothingPoolEth: "0" }; }],
    ["a wrong total", "totalRewards › nodeOperatorSmoothingPoolEth says 0", (file) => { file.totalRewards.nodeOperatorSmoothingPoolEth = "0"; }],
    ["no totals", "totalRewards is missing.", (file) => { delete file.totalRewards; }],
    ["a newer version", "rewardsFileVersion is 5; the versions 1 to 4 are known here.", (file) => { file.rewardsFileVersion = 5; }],
    ["a version in words", 'rewardsFileVersion is no whole number from 0: "4".', (file) => { file.rewardsFileVersion = "4"; }],
    ["no proof", "merkleProof is missing.", (file) => { delete node(file).merkleProof; }],
    ["no index", "index is missing.", (file) => { delete file.index; }],
    ["nobody", "nodeRewards is empty", (file) => { file.nodeRewards = {}; }],
    ["a node that is null", `nodeRewards › ${lower} is no object: null.`, (file) => { file.nodeRewards[lower] = null; }],
    ["a network with a name of its own", "networkRewards › a b › collateralRpl says 4", (file) => { file.networkRewards["a\u202e\nb"] = { collateralRpl: "4", oracleDaoRpl: "0", smoothingPoolEth: "0" }; }],
  ])("error: %s", (...test) => check(() => rocketPoolFile(testNodes(6), 4), test));

  test("error: the binary form", () => {
    expect(refusalOf("RPRT\u0004\u0000").message).toBe("This is a tree's binary form.");
  });
});

describe("openzeppelin", () => {
  // biome-ignore format: a table is read by its rows.
  test.each<Case>([
    ["other columns", 'leafEncoding is "address,address,uint256"; reward trees here are of "address,uint256".', (file) => { file.leafEncoding = ["address", "address", "uint256"]; }],
    ["an amount as a number", ") › value › 1 is a number", (file) => { file.values[0].value[1] = 5; }],
    ["another amount", "is not the leaf at", (file) => { file.values[0].value[1] = "5"; }],
    ["an inner node changed", "Node 0 of tree is not the hash of the two nodes below it.", (file) => { file.tree[1] = zeros; }],
    ["a value at an inner node", "is not the leaf at 0 of tree.", (file) => { file.values[0].treeIndex = 0; }],
    ["a value beyond the tree", "is not the leaf at 99 of tree.", (file) => { file.values[0].treeIndex = 99; }],
    ["a value left out", "tree has 5 nodes; 2 values make 3.", (file) => { file.values.pop(); }],
    ["a value twice in place of another", "stands twice in values.", (file) => { file.values[1] = file.values[0]; }],
    ["no tree", "tree is empty", (file) => { file.tree = []; }],
    ["three columns in a value", ") › value is not what it must be.", (file) => { file.values[0].value.push("1"); }],
  ])("error: %s", (...test) => check(() => openZeppelinFile(testEntries(3)), test));
});

describe("steward-tree/1", () => {
  // biome-ignore format: a table is read by its rows.
  test.each<Case>([
    ["an amount as a number", `leaves › 1 (${other}) › amount is a number`, (file) => { file.leaves[1].amount = 5; }],
    ["an amount changed", "The leaves make a tree with the root 0x", (file) => { file.leaves[1].amount = "5"; }],
    ["somebody left out", "The leaves make a tree with the root 0x", (file) => { file.leaves.pop(); }],
    ["somebody twice", `${one} stands twice in leaves.`, (file) => { file.leaves.push(file.leaves[0]); }],
    ["a proof for one only", `The proof of ${one} in leaves is missing.`, (file) => { file.leaves[1].proof = []; }],
    ["a wrong total", "total says 1, but leaves sums up to", (file) => { file.total = "1"; }],
    ["not whether it is cumulative", "cumulative is missing.", (file) => { delete file.cumulative; }],
    ["a broken checksum", ") › account has a broken checksum", (file) => { file.leaves[0].account = `0x${one.slice(2).toUpperCase()}`; }],
    ["no account", "leaves › 0 › account is missing.", (file) => { delete file.leaves[0].account; }],
    ["an unknown key", 'The file has "totl"', (file) => { file.totl = "1"; }],
    ["a token without a name", "token is not what it must be.", (file) => { file.token = ""; }],
    ["nobody", "leaves is empty", (file) => { file.leaves = []; }],
  ])("error: %s", (...test) => check(() => stewardFile(testEntries(3)), test));
});

describe("eigenlayer", () => {
  const earners = [0, 1, 2].map((index) => ({ account: testAccount(index), tokens: testEntries(3) }));
  // biome-ignore format: a table is read by its rows.
  test.each<Case>([
    ["an amount changed", `for ${one} does not lead to its earnerTokenRoot`, (file) => { file[0].TokenLeaves[0].CumulativeEarnings = 5n; }],
    ["a fraction", "cumulativeEarnings is a number", (file) => { file[0].TokenLeaves[0].CumulativeEarnings = 0.5; }],
    ["a negative number", "cumulativeEarnings is negative, as no reward can be", (file) => { file[0].TokenLeaves[0].CumulativeEarnings = -5; }],
    ["an amount in hexadecimal", "cumulativeEarnings is no amount", (file) => { file[0].TokenLeaves[0].CumulativeEarnings = "0x5"; }],
    ["another earner", `earnerTreeProof of ${testAccount(7)} does not lead from place 0`, (file) => { file[0].EarnerLeaf.Earner = testAccount(7); }],
    ["an index that the tree does not have", "does not lead from place 4 to the root", (file) => { file[0].EarnerIndex = 4; }],
    ["an index of another", `earnerTreeProof of ${one} does not lead from place 1`, (file) => { file[0].EarnerIndex = 1; }],
    ["a torn proof", "earnerTreeProof is not whole nodes of 32 bytes in hexadecimal.", (file) => { file[0].EarnerTreeProof = "0x1234"; }],
    ["a claim against another root", "The file's claims are against two roots", (file) => { file[1].Root = zeros; }],
    ["an earner twice", `${one} stands twice in the claims.`, (file) => { file.push(file[0]); }],
    ["a token twice", `A token stands twice in tokenLeaves of ${one}.`, (file) => { for (const key of ["LeafIndices", "TokenTreeProofs", "TokenLeaves"]) file[0][key][1] = file[0][key][0]; }],
    ["fewer proofs than leaves", `tokenLeaves of ${one} has 3 entries, tokenTreeProofs 2.`, (file) => { file[0].TokenTreeProofs.pop(); }],
    ["a wrong count", `tokenLeaves of ${one} has 3 entries, tokenLeavesNum 9.`, (file) => { file[0].TokenLeavesNum = 9; }],
    ["a claim of nothing", `tokenLeaves of ${one} is empty: the claim claims nothing.`, (file) => { file[0].TokenLeaves = []; }],
    ["a claim that is null", "claim 1 is no object: null.", (file) => { file[1] = null; }],
  ])("error: %s", (...test) => check(() => eigenLayerClaims(earners), test));
});

describe("no tree at all", () => {
  test.each([
    ["", "The file is not JSON: it ends too early."],
    ["<html>", "The file is not JSON: character 1 does not belong there."],
    ["[]", "The file is no reward tree of a known format."],
    ["null", "The file is no reward tree of a known format."],
    ["7", "The file is no reward tree of a known format."],
    ['{"format":"standard-v2"}', "The file is no reward tree of a known format."],
    ['{"__proto__":{"format":"steward-tree/1"}}', "The file is no reward tree of a known format."],
    ['{"format":"steward-tree/1","__proto__":{"leaves":[]}}', "is missing."],
    ["[".repeat(100_000), "The file is nested more than 16 deep, as no reward tree is."],
    [`{"merkleRoot":${'{"a":'.repeat(100_000)}`, "The file is nested more than 16 deep, as no reward tree is."],
    [`{"rewardsFileVersion":${"9".repeat(100_000)}}`, "At character 23 of the file stands a number of 100000 digits."],
    [`{"rewardsFileVersion":1e999}`, "rewardsFileVersion is no whole number from 0: Infinity."],
    [`{"format":"steward-tree/1","leaves":"${"x".repeat(100_000)}"}`, "is missing."],
  ])("error: %.60s", (text, said) => {
    expect(refusalOf(text).message).toContain(said);
    expect(refusalOf(text).message.length).toBeLessThan(400);
  });

  test("behavior: a key named __proto__ is a key like any other, and spoils nothing", () => {
    const file = JSON.stringify(uniswapFile(testEntries(2)));
    const refusal = refusalOf(file.replace('"claims":{', '"claims":{"__proto__":{"index":0},'));
    expect(refusal.message).toContain('claims › the key is no address: "__proto__".');
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(readTree(file.replace("{", '{"__proto__":{"polluted":1},')).leaves).toHaveLength(2);
    expect(({} as Broken).polluted).toBeUndefined();
  });

  test("law: wherever a file is cut off, it is refused in a sentence", () => {
    const file = JSON.stringify(rocketPoolFile(testNodes(2), 4));
    for (let end = 0; end < file.length; end += 7) expect(refusalOf(file.slice(0, end)).message).toMatch(/\.$/);
  });
});
