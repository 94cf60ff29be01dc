// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title A vault that pays interest out of a reserve
/// @notice What savers own grows with every second by a set rate, simple between two movements and compounded at
/// each. Interest moves from the reserve to the savers; once the reserve is spent growth stops, and nothing is owed
/// for the time without. Tokens sent here by a bare transfer belong to neither side, so nobody can move the price.
contract ReserveVault is ERC4626, Ownable {
    using SafeERC20 for IERC20;

    /// @notice What a rate of 100 % per second would be.
    uint256 public constant RATE_SCALE = 1e27;
    /// @notice The highest rate: 100 % a day.
    uint256 public constant MAX_RATE_PER_SECOND = RATE_SCALE / 1 days;

    /// @notice Interest per second as a share of what savers own, scaled by 1e27.
    uint256 public ratePerSecond;
    /// @notice When interest was last settled, in Unix seconds.
    uint256 public settledAt;

    uint256 private _settledAssets;
    uint256 private _settledReserve;

    event RateSet(uint256 previous, uint256 current);
    event ReserveFunded(address indexed from, uint256 amount);
    event InterestSettled(uint256 amount, uint256 reserveLeft);

    /// @notice No rate may be so high.
    error RateTooHigh(uint256 rate, uint256 highest);

    constructor(IERC20 asset_, uint256 ratePerSecond_, address owner)
        ERC20("Reserve Vault tUSD", "rvUSD")
        ERC4626(asset_)
        Ownable(owner)
    {
        settledAt = block.timestamp;
        _setRate(ratePerSecond_);
    }

    /// @notice Adds to what future interest is paid from.
    function fund(uint256 amount) external {
        _settle();
        _settledReserve += amount;
        IERC20(asset()).safeTransferFrom(msg.sender, address(this), amount);
        emit ReserveFunded(msg.sender, amount);
    }

    /// @notice Changes the rate from now on.
    function setRatePerSecond(uint256 rate) external onlyOwner {
        _settle();
        _setRate(rate);
    }

    /// @notice What savers own now: deposits and funded interest, rounded down.
    function totalAssets() public view override returns (uint256) {
        return _settledAssets + _accrued();
    }

    /// @notice What is left to pay interest from.
    function reserve() public view returns (uint256) {
        return _settledReserve - _accrued();
    }

    function _deposit(address caller, address receiver, uint256 assets, uint256 shares) internal override {
        _settle();
        _settledAssets += assets;
        super._deposit(caller, receiver, assets, shares);
    }

    function _withdraw(address caller, address receiver, address owner, uint256 assets, uint256 shares)
        internal
        override
    {
        _settle();
        _settledAssets -= assets;
        super._withdraw(caller, receiver, owner, assets, shares);
    }

    function _setRate(uint256 rate) private {
        if (rate > MAX_RATE_PER_SECOND) revert RateTooHigh(rate, MAX_RATE_PER_SECOND);
        emit RateSet(ratePerSecond, rate);
        ratePerSecond = rate;
    }

    function _settle() private {
        uint256 interest = _accrued();
        settledAt = block.timestamp;
        if (interest == 0) return;
        _settledAssets += interest;
        _settledReserve -= interest;
        emit InterestSettled(interest, _settledReserve);
    }

    function _accrued() private view returns (uint256) {
        uint256 growth = ratePerSecond * (block.timestamp - settledAt);
        return Math.min(Math.mulDiv(_settledAssets, growth, RATE_SCALE), _settledReserve);
    }
}
