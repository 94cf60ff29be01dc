// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// A votes token in which every address holds one vote at every past second: for measuring, and for nothing else.
contract EqualVotes {
    function clock() public view returns (uint48) {
        return uint48(block.timestamp);
    }

    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() external pure returns (string memory) {
        return "mode=timestamp";
    }

    function getPastVotes(address, uint256 timepoint) external view returns (uint256) {
        require(timepoint < clock(), "future");
        return 1 ether;
    }

    function getPastTotalSupply(uint256 timepoint) external view returns (uint256) {
        require(timepoint < clock(), "future");
        return 10_000 ether;
    }
}
