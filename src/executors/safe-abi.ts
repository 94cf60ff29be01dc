import { parseAbi, toEventSelector } from "viem";

/** What Steward asks of a Safe, and prepares for it; the same in 1.3.0, 1.4.1 and 1.5.0. */
export const safeAbi = parseAbi([
  "function VERSION() view returns (string)",
  "function domainSeparator() view returns (bytes32)",
  "function nonce() view returns (uint256)",
  "function getThreshold() view returns (uint256)",
  "function getOwners() view returns (address[])",
  "function approvedHashes(address owner, bytes32 hash) view returns (uint256)",
  "function approveHash(bytes32 hashToApprove)",
  "function execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures) payable returns (bool)",
  "function multiSend(bytes transactions) payable",
]);

/** First topics of a Safe's logs; the hash is a topic where it is indexed (from 1.4.1 on), else the first word of the data. */
export const safeTopics = {
  executed: toEventSelector("ExecutionSuccess(bytes32,uint256)"),
  failed: toEventSelector("ExecutionFailure(bytes32,uint256)"),
  approved: toEventSelector("ApproveHash(bytes32,address)"),
};
