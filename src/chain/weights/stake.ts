import { type AbiFunction, type Address, getAddress, isAddress, parseAbiItem, stringToHex } from "viem";
import { Refusal } from "../../errors.ts";
import { call, readOne } from "../call.ts";
import type { Read } from "../chain.ts";

/** Where a node's stake is read: a view function whose one argument is the node. */
type StakeGetter = { target: Address; read: string };

/** A node's stake in the smallest unit of whatever is staked. */
export function readStake({ target, read }: StakeGetter, node: string): Read<bigint> {
  const getter = parseGetter(read);
  return readOne<bigint>(call(target, getter, argumentFor(getter.inputs[0]?.type ?? "", node)));
}

/** What is wrong with a stake's signature, in words. */
export function checkStakeGetter({ read }: { read: string }): string[] {
  try {
    const { stateMutability, inputs, outputs } = parseGetter(read);
    return [
      ...(stateMutability === "view" || stateMutability === "pure" ? [] : ["stake.read is not a view function"]),
      ...(inputs.length === 1 ? [] : ["stake.read has to take the node as its one argument"]),
      ...(outputs.length === 1 && /^uint\d*$/.test(outputs[0]?.type ?? "")
        ? []
        : ["stake.read has to return one unsigned number"]),
    ];
  } catch {
    return ["stake.read is not the signature of a function"];
  }
}

function parseGetter(signature: string): AbiFunction {
  const item = parseAbiItem(signature);
  if (item.type !== "function") throw new Refusal(`“${signature}” is not a function.`);
  return item;
}

/** A node's name as the contract takes it; Refusal where it is no such thing. */
function argumentFor(type: string, node: string): unknown {
  if (/^uint\d*$/.test(type) && /^\d+$/.test(node)) return BigInt(node);
  if (type === "address" && isAddress(node, { strict: false })) return getAddress(node);
  if (type === "bytes32") return /^0x[0-9a-fA-F]{64}$/.test(node) ? node : stringToHex(node, { size: 32 });
  if (type === "string") return node;
  throw new Refusal(`The node "${node}" is no ${type}, which the stake's function asks for.`);
}
