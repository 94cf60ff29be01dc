import { type Abi, type AbiParameter, BaseError, decodeErrorResult, type Hex } from "viem";
import { artifact } from "../chain/artifact.ts";
import { GOVERNOR_STATES } from "./governor.ts";

const CONTRACTS = ["HelioGovernor", "TimelockController", "ParameterRegistry", "HelioToken", "NodeRewards"] as const;
const MORE_CONTRACTS = ["ReserveVault", "TestDollar", "PriceFeed"] as const;

const OPERATION_STATES = ["unset", "waiting", "ready", "done"];

/** What the Safe's short codes mean, for those a treasurer can meet. */
const SAFE_CODES: Record<string, string> = {
  GS010: "Not enough gas for the Safe's transaction",
  GS013: "The call the Safe was to make failed",
  GS020: "Too few signatures",
  GS021: "A contract signature points inside the signatures' fixed part",
  GS024: "A contract owner does not accept its signature",
  GS025: "An owner has not approved this hash",
  GS026: "A signature is not an owner's, is given twice, is out of order, or signs another transaction or nonce",
};

type Decoded = { errorName: string; args?: readonly unknown[]; abiItem: { inputs?: readonly AbiParameter[] } };

/** Says in a sentence why a call reverted, from what the node returned. */
export function explainRevert(data: unknown): string {
  if (typeof data !== "string" || !/^0x[0-9a-f]{8}/i.test(data)) return "The call reverts without saying why.";
  const decoded = decode(data as Hex);
  return decoded ? `${sentence(decoded)}.` : `The call reverts with an unknown error (${data.slice(0, 10)}).`;
}

function decode(data: Hex): Decoded | undefined {
  const abi = [...CONTRACTS, ...MORE_CONTRACTS].flatMap((name) => artifact(name).abi.filter(isError)) as Abi;
  try {
    return decodeErrorResult({ abi, data }) as Decoded;
  } catch (error) {
    if (error instanceof BaseError) return undefined;
    throw error;
  }
}

function sentence({ errorName, args = [], abiItem }: Decoded): string {
  if (errorName === "Error") return SAFE_CODES[String(args[0])] ?? String(args[0]).replace(/\.$/, "");
  if (errorName === "Panic") return `The contract failed inside itself (panic ${String(args[0])})`;
  if (errorName === "GovernorUnexpectedProposalState") {
    return `The proposal is ${GOVERNOR_STATES[Number(args[1])]}, and this needs ${fromBitmap(args[2], GOVERNOR_STATES)}`;
  }
  if (errorName === "TimelockUnexpectedOperationState") {
    return `The timelock refuses: its operation needs to be ${fromBitmap(args[1], OPERATION_STATES)}`;
  }
  const told = (abiItem.inputs ?? []).map(({ name }, index) => `${words(name ?? "")} ${String(args[index])}`.trim());
  return `${capital(words(errorName))}${told.length > 0 ? `: ${told.join(", ")}` : ""}`;
}

/** OpenZeppelin passes the states it accepts as bits, the lowest for the first state. */
function fromBitmap(bitmap: unknown, states: readonly string[]): string {
  const bits = BigInt(String(bitmap));
  return states.filter((_, index) => (bits >> BigInt(index)) & 1n).join(" or ") || "another state";
}

function words(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`)
    .replace(/([A-Z]{2,})([A-Z][a-z])/g, "$1 $2");
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function isError(item: Abi[number]): boolean {
  return item.type === "error";
}
