import { type Hex, isAddressEqual, toFunctionSelector } from "viem";
import { nameCall, selectorOf } from "./call-words.ts";
import type { LintFacts } from "./facts.ts";

const named = (signatures: readonly string[]) =>
  new Map<string, string>(signatures.map((one) => [toFunctionSelector(one), one.replace(/\(.*/, "")]));

/** Functions that give something away for good, with whom it is given to among their arguments. */
export const MOVING = named([
  "transfer(address,uint256)",
  "transferFrom(address,address,uint256)",
  "safeTransferFrom(address,address,uint256)",
  "safeTransferFrom(address,address,uint256,bytes)",
  "safeTransferFrom(address,address,uint256,uint256,bytes)",
  "mint(address,uint256)",
]);

/** Functions that put somebody else in charge. */
export const OWNING = named([
  "transferOwnership(address)",
  "changeAdmin(address)",
  "setOwner(address)",
  "setAdmin(address)",
]);

/** Functions that let somebody else spend. */
const APPROVING = named([
  "approve(address,uint256)",
  "increaseAllowance(address,uint256)",
  "setApprovalForAll(address,bool)",
  "approve(address,address,uint160,uint48)",
  "permit(address,address,uint256,uint256,uint8,bytes32,bytes32)",
]);

/** Functions that change who may do what, which code runs, or how long it waits. */
export const PRIVILEGED = named([
  ...["grantRole(bytes32,address)", "revokeRole(bytes32,address)", "renounceRole(bytes32,address)"],
  ...[
    "transferOwnership(address)",
    "renounceOwnership()",
    "acceptOwnership()",
    "setOwner(address)",
    "setAdmin(address)",
  ],
  ...["upgradeTo(address)", "upgradeToAndCall(address,bytes)", "changeAdmin(address)", "upgrade(address,address)"],
  ...[
    "upgradeAndCall(address,address,bytes)",
    "setImplementation(address)",
    "acceptAdmin()",
    "setPendingAdmin(address)",
  ],
  ...[
    "updateDelay(uint256)",
    "setDelay(uint256)",
    "setGovernor(address)",
    "updateTimelock(address)",
    "setTimelock(address)",
  ],
  ...["setVotingDelay(uint48)", "setVotingPeriod(uint32)", "setVotingDelay(uint256)", "setVotingPeriod(uint256)"],
  ...["setProposalThreshold(uint256)", "updateQuorumNumerator(uint256)", "setLateQuorumVoteExtension(uint48)"],
  ...["relay(address,uint256,bytes)", "setAuthority(address)", "setMinter(address)", "addMinter(address)"],
  ...["addOwnerWithThreshold(address,uint256)", "removeOwner(address,address,uint256)", "changeThreshold(uint256)"],
  ...["swapOwner(address,address,address)", "enableModule(address)", "disableModule(address,address)"],
  ...["setGuard(address)", "setModuleGuard(address)", "setFallbackHandler(address)", "changeMasterCopy(address)"],
  ...["execTransactionFromModule(address,uint256,bytes,uint8)", "pause()", "unpause()"],
]);

/** Calls that change who may do what, and such calls hidden in another's arguments. */
export function findPrivilegedCalls({ calls }: LintFacts): string[] {
  return calls.flatMap(({ action }) => {
    const own = PRIVILEGED.get(selectorOf(action) ?? "");
    const open =
      own === undefined ? [] : [`${nameCall(action)} changes who may do what, which code runs, or how long it waits.`];
    return [
      ...open,
      ...hiddenIn(action.calldata, PRIVILEGED).map(
        (name) => `${nameCall(action)} carries a call of ${name} inside it.`,
      ),
    ];
  });
}

/** Calls that let somebody else spend, and such calls hidden in another's arguments. */
export function findApprovals({ calls }: LintFacts): string[] {
  return calls.flatMap(({ action }) => {
    const own = APPROVING.get(selectorOf(action) ?? "");
    const open = own === undefined ? [] : [`${nameCall(action)} lets somebody else spend what the account holds.`];
    return [
      ...open,
      ...hiddenIn(action.calldata, APPROVING).map((name) => `${nameCall(action)} carries a call of ${name} inside it.`),
    ];
  });
}

/** Calls of the executor itself: how it decides can be changed only there. */
export function findSelfCalls({ calls, account, executor }: LintFacts): string[] {
  return calls.flatMap(({ action }) =>
    isAddressEqual(action.target, account) || isAddressEqual(action.target, executor)
      ? [`${nameCall(action)} is a call of the executor itself: it can change how everything else is decided.`]
      : [],
  );
}

/**
 * Functions whose four bytes stand anywhere in a call's arguments. By chance that happens once in 2^32 bytes and names, so what
 * is found there is a call, however it is packed.
 */
export function hiddenIn(calldata: Hex, functions: ReadonlyMap<string, string>): string[] {
  const digits = calldata.slice(10).toLowerCase();
  const found = new Set<string>();
  for (let at = 0; at + 8 <= digits.length; at += 2) {
    const name = functions.get(`0x${digits.slice(at, at + 8)}`);
    if (name !== undefined) found.add(name);
  }
  return [...found];
}
