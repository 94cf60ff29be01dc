// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// Says that nodes were paid, and pays nobody: for measuring how fast such events are read, and for nothing else.
contract RewardEmitter {
    /// What all events together said, in the smallest unit.
    uint256 public total;

    event RewardPaid(uint256 indexed nodeId, address indexed owner, uint256 indexed epoch, uint256 amount);

    /// One event for each of the nodes 1..nodes, four of which have one owner; amounts differ by node and epoch.
    function pay(uint256 epoch, uint256 nodes) external {
        uint256 sum = 0;
        for (uint256 node = 1; node <= nodes; ++node) {
            uint256 amount = 1 ether + (uint256(keccak256(abi.encode(epoch, node))) % 10 ether);
            sum += amount;
            emit RewardPaid(node, address(uint160(0xf00000 + node / 4)), epoch, amount);
        }
        total += sum;
    }
}
