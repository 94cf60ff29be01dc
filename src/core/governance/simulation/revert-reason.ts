import { decodeErrorResult, type Hex, parseAbi } from "viem";
import { bare } from "../../sanitize.ts";

/** Errors that most contracts share: Solidity's own and OpenZeppelin's. */
const known = parseAbi([
  "error Error(string reason)",
  "error Panic(uint256 code)",
  "error OwnableUnauthorizedAccount(address account)",
  "error OwnableInvalidOwner(address owner)",
  "error AccessControlUnauthorizedAccount(address account, bytes32 neededRole)",
  "error AccessControlBadConfirmation()",
  "error ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed)",
  "error ERC20InsufficientAllowance(address spender, uint256 allowance, uint256 needed)",
  "error ERC20InvalidReceiver(address receiver)",
  "error ERC20InvalidSpender(address spender)",
  "error ERC721NonexistentToken(uint256 tokenId)",
  "error ERC721IncorrectOwner(address sender, uint256 tokenId, address owner)",
  "error ERC721InsufficientApproval(address operator, uint256 tokenId)",
  "error SafeERC20FailedOperation(address token)",
  "error FailedCall()",
  "error FailedInnerCall()",
  "error InsufficientBalance(uint256 balance, uint256 needed)",
  "error EnforcedPause()",
  "error ExpectedPause()",
  "error ReentrancyGuardReentrantCall()",
  "error InvalidInitialization()",
  "error NotInitializing()",
  "error TimelockUnauthorizedCaller(address caller)",
  "error GovernorOnlyExecutor(address account)",
  "error Unauthorized()",
]);

const panics: Readonly<Record<string, string>> = {
  1: "a check inside it failed",
  17: "a number would become too large or fall below zero",
  18: "it would divide by zero",
  50: "it reached beyond the end of a list",
};

const LONGEST = 160;

/** Why a contract refused a call, from the bytes it gave: in its own words where they can be read. */
export function readRevert(data: Hex): string {
  if (data === "0x") return "it gave no reason";
  const decoded = decode(data);
  if (decoded === undefined) return `it gave an error that Steward cannot read: ${data.slice(0, 10)}`;
  const { errorName, args = [] } = decoded;
  const [first] = args;
  if (errorName === "Error") return `“${bare(String(first), LONGEST)}”`;
  if (errorName === "Panic") return panics[String(first)] ?? `it panicked (code ${String(first)})`;
  return bare(`${errorName}(${args.map(String).join(", ")})`, LONGEST);
}

function decode(data: Hex): { errorName: string; args?: readonly unknown[] } | undefined {
  try {
    return decodeErrorResult({ abi: known, data }) as { errorName: string; args?: readonly unknown[] };
  } catch {
    return undefined;
  }
}
