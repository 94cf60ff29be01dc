// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title A dollar for tests
/// @notice Worth nothing. Six decimals, as most stablecoins have; its owner makes as many as a test needs.
contract TestDollar is ERC20, Ownable {
    constructor(address owner) ERC20("Test Dollar", "tUSD") Ownable(owner) {}

    /// @param amount in units of 1e-6 tUSD
    function mint(address to, uint256 amount) external onlyOwner {
        _mint(to, amount);
    }

    /// @inheritdoc ERC20
    function decimals() public pure override returns (uint8) {
        return 6;
    }
}
