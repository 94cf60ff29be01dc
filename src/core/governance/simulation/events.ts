import { type Address, decodeEventLog, getAddress, type Hex, parseAbi, zeroAddress } from "viem";

/** A log as a simulation gives it. */
export type SeenLog = { address: Address; topics: readonly Hex[]; data: Hex };

/** What a log says that matters to people who vote; everything else is the contract's own affair. */
export type Told =
  | {
      kind: "transfer";
      token: Address | undefined;
      from: Address;
      to: Address;
      amount: bigint | undefined;
      item: bigint | undefined;
    }
  | { kind: "approval"; token: Address; owner: Address; spender: Address; amount: bigint | undefined }
  | { kind: "power"; by: Address; name: string; args: readonly string[] };

/** Where nodes put the chain's own coin in a simulation's logs. */
const COIN = "0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE";

const fungible = parseAbi([
  "event Transfer(address indexed from, address indexed to, uint256 value)",
  "event Approval(address indexed owner, address indexed spender, uint256 value)",
]);

const items = parseAbi([
  "event Transfer(address indexed from, address indexed to, uint256 indexed tokenId)",
  "event Approval(address indexed owner, address indexed approved, uint256 indexed tokenId)",
  "event ApprovalForAll(address indexed owner, address indexed operator, bool approved)",
  "event TransferSingle(address indexed operator, address indexed from, address indexed to, uint256 id, uint256 value)",
  "event TransferBatch(address indexed operator, address indexed from, address indexed to, uint256[] ids, uint256[] values)",
]);

const powers = parseAbi([
  "event OwnershipTransferred(address indexed previousOwner, address indexed newOwner)",
  "event OwnershipTransferStarted(address indexed previousOwner, address indexed newOwner)",
  "event RoleGranted(bytes32 indexed role, address indexed account, address indexed sender)",
  "event RoleRevoked(bytes32 indexed role, address indexed account, address indexed sender)",
  "event RoleAdminChanged(bytes32 indexed role, bytes32 indexed previousAdminRole, bytes32 indexed newAdminRole)",
  "event Upgraded(address indexed implementation)",
  "event AdminChanged(address previousAdmin, address newAdmin)",
  "event BeaconUpgraded(address indexed beacon)",
  "event MinDelayChange(uint256 oldDuration, uint256 newDuration)",
  "event TimelockChange(address oldTimelock, address newTimelock)",
  "event AddedOwner(address indexed owner)",
  "event RemovedOwner(address indexed owner)",
  "event ChangedThreshold(uint256 threshold)",
  "event EnabledModule(address indexed module)",
  "event DisabledModule(address indexed module)",
  "event ChangedGuard(address indexed guard)",
  "event ChangedModuleGuard(address indexed moduleGuard)",
  "event ChangedFallbackHandler(address indexed handler)",
]);

/** Before Safe 1.4 these had no indexed arguments. */
const older = parseAbi([
  "event AddedOwner(address owner)",
  "event RemovedOwner(address owner)",
  "event EnabledModule(address module)",
  "event DisabledModule(address module)",
  "event ChangedGuard(address guard)",
  "event ChangedFallbackHandler(address handler)",
]);

/** What a log tells of coins, leave to spend, and powers; nothing where it tells of none. */
export function readLog(log: SeenLog): Told[] {
  return readFungible(log) ?? readItems(log) ?? readPower(log) ?? [];
}

function readFungible(log: SeenLog): Told[] | undefined {
  const found = decode(fungible, log);
  if (found === undefined) return undefined;
  const { from, to, owner, spender, value } = found.args as Record<string, Address> & { value: bigint };
  if (found.eventName === "Transfer") {
    const token = log.address.toLowerCase() === COIN.toLowerCase() ? undefined : log.address;
    return value === 0n
      ? []
      : [{ kind: "transfer", token, from: at(from), to: at(to), amount: value, item: undefined }];
  }
  if (value === 0n) return [];
  return [{ kind: "approval", token: log.address, owner: at(owner), spender: at(spender), amount: value }];
}

function readItems(log: SeenLog): Told[] | undefined {
  const found = decode(items, log);
  if (found === undefined) return undefined;
  const args = found.args as Record<string, unknown>;
  const address = (name: string) => at(args[name] as Address | undefined);
  const token = log.address;
  const moved = (item: bigint, amount: bigint | undefined): Told => ({
    ...{ kind: "transfer", token, from: address("from"), to: address("to"), amount, item },
  });
  switch (found.eventName) {
    case "Transfer":
      return [moved(args["tokenId"] as bigint, undefined)];
    case "TransferSingle":
      return [moved(args["id"] as bigint, args["value"] as bigint)];
    case "TransferBatch":
      return (args["ids"] as bigint[]).map((id, index) => moved(id, (args["values"] as bigint[])[index]));
    case "ApprovalForAll":
      if (args["approved"] === false) return [];
      return [{ kind: "approval", token, owner: address("owner"), spender: address("operator"), amount: undefined }];
    default:
      if (address("approved") === zeroAddress) return [];
      return [{ kind: "approval", token, owner: address("owner"), spender: address("approved"), amount: undefined }];
  }
}

function readPower(log: SeenLog): Told[] | undefined {
  const found = decode(powers, log) ?? decode(older, log);
  if (found === undefined) return undefined;
  const args = found.args as Record<string, unknown>;
  // A contract that has just been made begins with an owner.
  if (args["previousOwner"] === zeroAddress) return [];
  return [{ kind: "power", by: log.address, name: found.eventName, args: Object.values(args).map(String) }];
}

function decode(abi: readonly unknown[], { topics, data }: SeenLog) {
  try {
    const found = decodeEventLog({ abi: abi as typeof powers, topics: topics as [Hex, ...Hex[]], data, strict: true });
    return found as { eventName: string; args: unknown };
  } catch {
    return undefined;
  }
}

function at(address: Address | undefined): Address {
  return getAddress(address ?? zeroAddress);
}
