// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// @title The node registry and reward distributor of the Heliogrid
/// @notice The owner (a keeper) registers nodes and pays their owners once per epoch, an epoch being a UTC day
/// numbered from 1970. A node is paid at most once for an epoch, only after its end, and never for an epoch that
/// began after it retired.
contract NodeRewards is Ownable {
    using SafeERC20 for IERC20;

    /// @notice A node as the registry knows it; times in Unix seconds, `retiredAt` zero while it works.
    struct Node {
        address owner;
        uint48 registeredAt;
        uint48 retiredAt;
        bytes32 region;
    }

    /// @notice The length of an epoch, in seconds.
    uint256 public constant EPOCH_LENGTH = 1 days;

    /// @notice What rewards are paid in.
    IERC20 public immutable token;
    /// @notice How many nodes work now.
    uint256 public activeNodes;
    /// @notice What a node was paid for an epoch, in the token's smallest unit.
    mapping(uint256 epoch => mapping(uint256 nodeId => uint256 amount)) public rewardOf;
    /// @notice What all nodes together were paid for an epoch, in the token's smallest unit.
    mapping(uint256 epoch => uint256 amount) public paidFor;

    mapping(uint256 nodeId => Node) private _nodes;

    event NodeRegistered(uint256 indexed nodeId, address indexed owner, bytes32 indexed region);
    event NodeRetired(uint256 indexed nodeId, address indexed owner, bytes32 indexed region);
    event RewardPaid(uint256 indexed nodeId, address indexed owner, uint256 indexed epoch, uint256 amount);

    error NodeUnknown(uint256 nodeId);
    error NodeAlreadyRegistered(uint256 nodeId);
    error NodeIsRetired(uint256 nodeId);
    error NodeOwnerIsZero(uint256 nodeId);
    error EpochNotOver(uint256 epoch);
    error RewardIsZero(uint256 nodeId);
    error RewardAlreadyPaid(uint256 nodeId, uint256 epoch);
    error NodesAndAmountsDiffer(uint256 nodes, uint256 amounts);

    constructor(IERC20 rewardToken, address keeper) Ownable(keeper) {
        token = rewardToken;
    }

    /// @notice Admits a node; an id is used once and never again.
    function registerNode(uint256 nodeId, address owner, bytes32 region) external onlyOwner {
        if (owner == address(0)) revert NodeOwnerIsZero(nodeId);
        if (_nodes[nodeId].owner != address(0)) revert NodeAlreadyRegistered(nodeId);
        _nodes[nodeId] = Node(owner, uint48(block.timestamp), 0, region);
        ++activeNodes;
        emit NodeRegistered(nodeId, owner, region);
    }

    /// @notice Ends a node's work; what it earned until now can still be paid.
    function retireNode(uint256 nodeId) external onlyOwner {
        Node storage node = _known(nodeId);
        if (node.retiredAt != 0) revert NodeIsRetired(nodeId);
        node.retiredAt = uint48(block.timestamp);
        --activeNodes;
        emit NodeRetired(nodeId, node.owner, node.region);
    }

    /// @notice Pays the nodes' owners for an epoch, all or none.
    /// @param amounts in the token's smallest unit, one for each node
    function distribute(uint256 epoch, uint256[] calldata nodeIds, uint256[] calldata amounts) external onlyOwner {
        if (nodeIds.length != amounts.length) revert NodesAndAmountsDiffer(nodeIds.length, amounts.length);
        if (block.timestamp / EPOCH_LENGTH <= epoch) revert EpochNotOver(epoch);
        uint256 total = 0;
        for (uint256 i = 0; i < nodeIds.length; ++i) {
            _pay(epoch, nodeIds[i], amounts[i]);
            total += amounts[i];
        }
        paidFor[epoch] += total;
    }

    /// @notice The node's entry; reverts for a node never registered.
    function nodeOf(uint256 nodeId) external view returns (Node memory) {
        return _known(nodeId);
    }

    /// @notice Whether the node is registered and not retired.
    function isActive(uint256 nodeId) external view returns (bool) {
        return _nodes[nodeId].owner != address(0) && _nodes[nodeId].retiredAt == 0;
    }

    function _pay(uint256 epoch, uint256 nodeId, uint256 amount) private {
        Node storage node = _known(nodeId);
        if (amount == 0) revert RewardIsZero(nodeId);
        if (node.retiredAt != 0 && node.retiredAt <= epoch * EPOCH_LENGTH) revert NodeIsRetired(nodeId);
        if (rewardOf[epoch][nodeId] != 0) revert RewardAlreadyPaid(nodeId, epoch);
        rewardOf[epoch][nodeId] = amount;
        emit RewardPaid(nodeId, node.owner, epoch, amount);
        token.safeTransfer(node.owner, amount);
    }

    function _known(uint256 nodeId) private view returns (Node storage node) {
        node = _nodes[nodeId];
        if (node.owner == address(0)) revert NodeUnknown(nodeId);
    }
}
