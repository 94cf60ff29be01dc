import { type Address, parseAbiItem } from "viem";
import type { BalanceSource } from "../../core/governance/electorate/source.ts";
import { Refusal } from "../../errors.ts";
import { call, isCallFailure, readOne, resultOf } from "../call.ts";
import type { Call, Read } from "../chain.ts";

const balanceOf = parseAbiItem("function balanceOf(address owner) view returns (uint256)");
const balanceOfId = parseAbiItem("function balanceOf(address owner, uint256 id) view returns (uint256)");
const totalSupply = parseAbiItem("function totalSupply() view returns (uint256)");
const totalSupplyOfId = parseAbiItem("function totalSupply(uint256 id) view returns (uint256)");

/** What a wallet holds in the state of the block read at, in the token's smallest unit; an NFT weighs one. */
export function* readBalance(source: BalanceSource, wallet: Address): Read<bigint> {
  return yield* readOne<bigint>(balanceCall(source, wallet));
}

/** All there is of the token in the state of the block read at; undefined where an NFT does not count itself. */
export function* readSupply(source: BalanceSource): Read<bigint | undefined> {
  const [supply] = yield [supplyCall(source)];
  // An ERC-20 without a supply is no ERC-20; for the others the count is an extension.
  if (source.standard !== "erc20" && isCallFailure(supply)) return undefined;
  return resultOf<bigint>(supply);
}

function balanceCall(source: BalanceSource, wallet: Address): Call {
  return source.standard === "erc1155"
    ? call(source.token, balanceOfId, wallet, idOf(source))
    : call(source.token, balanceOf, wallet);
}

function supplyCall(source: BalanceSource): Call {
  return source.standard === "erc1155"
    ? call(source.token, totalSupplyOfId, idOf(source))
    : call(source.token, totalSupply);
}

function idOf({ id }: BalanceSource): bigint {
  if (id === undefined) throw new Refusal("Of an ERC-1155 the id of the one token that weighs is needed.");
  return id;
}
