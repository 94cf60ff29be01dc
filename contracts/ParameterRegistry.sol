// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

/// @title The knobs of an infrastructure network, for communities without a registry of their own
/// @notice Everybody reads, only the owner (a timelock) writes. Each write is bounded here, on chain, whatever was
/// voted, and says the value it replaced.
contract ParameterRegistry is Ownable {
    /// @notice The values to begin with; units as in the getters of the same name.
    struct Initial {
        uint256 operatorFeeBps;
        uint256 minStake;
        uint256 unbondingPeriod;
        uint256 rewardPerEpoch;
        bool registrationOpen;
        address feeCollector;
        bytes32[] regions;
        uint256[] multipliers;
    }

    uint256 public constant MAX_OPERATOR_FEE_BPS = 3_000;
    uint256 public constant MAX_MIN_STAKE = 1_000_000e18;
    uint256 public constant MIN_UNBONDING_PERIOD = 1 days;
    uint256 public constant MAX_UNBONDING_PERIOD = 60 days;
    uint256 public constant MAX_REWARD_PER_EPOCH = 100_000e18;
    uint256 public constant MIN_REGION_MULTIPLIER = 0.1e18;
    uint256 public constant MAX_REGION_MULTIPLIER = 5e18;

    /// @notice The share of the rewards kept back for the fee collector, in basis points.
    uint256 public operatorFeeBps;
    /// @notice The stake a node needs, in units of 1e-18 HELIO.
    uint256 public minStake;
    /// @notice How long a stake stays locked after its owner asked for it, in seconds.
    uint256 public unbondingPeriod;
    /// @notice What all nodes together are paid for one day, in units of 1e-18 HELIO.
    uint256 public rewardPerEpoch;
    /// @notice How much a region's work counts, 1e18 = once; zero for a region never set.
    mapping(bytes32 region => uint256 multiplier) public regionMultiplier;
    /// @notice Whether new nodes are admitted.
    bool public registrationOpen;
    /// @notice Who receives the operator fee.
    address public feeCollector;

    event OperatorFeeBpsSet(uint256 previous, uint256 current);
    event MinStakeSet(uint256 previous, uint256 current);
    event UnbondingPeriodSet(uint256 previous, uint256 current);
    event RewardPerEpochSet(uint256 previous, uint256 current);
    event RegionMultiplierSet(bytes32 indexed region, uint256 previous, uint256 current);
    event RegistrationOpenSet(bool previous, bool current);
    event FeeCollectorSet(address indexed previous, address indexed current);

    /// @notice The value lies outside what this registry accepts, both bounds included.
    error OutOfBounds(uint256 value, uint256 lowest, uint256 highest);
    /// @notice A fee collector must exist, or fees would be burnt.
    error FeeCollectorIsZero();
    /// @notice A region needs a name.
    error RegionIsEmpty();
    /// @notice Each initial region needs exactly one multiplier.
    error RegionsAndMultipliersDiffer(uint256 regions, uint256 multipliers);

    constructor(address owner, Initial memory initial) Ownable(owner) {
        if (initial.regions.length != initial.multipliers.length) {
            revert RegionsAndMultipliersDiffer(initial.regions.length, initial.multipliers.length);
        }
        _setOperatorFeeBps(initial.operatorFeeBps);
        _setMinStake(initial.minStake);
        _setUnbondingPeriod(initial.unbondingPeriod);
        _setRewardPerEpoch(initial.rewardPerEpoch);
        _setRegistrationOpen(initial.registrationOpen);
        _setFeeCollector(initial.feeCollector);
        for (uint256 i = 0; i < initial.regions.length; ++i) {
            _setRegionMultiplier(initial.regions[i], initial.multipliers[i]);
        }
    }

    function setOperatorFeeBps(uint256 value) external onlyOwner {
        _setOperatorFeeBps(value);
    }

    function setMinStake(uint256 value) external onlyOwner {
        _setMinStake(value);
    }

    function setUnbondingPeriod(uint256 value) external onlyOwner {
        _setUnbondingPeriod(value);
    }

    function setRewardPerEpoch(uint256 value) external onlyOwner {
        _setRewardPerEpoch(value);
    }

    function setRegionMultiplier(bytes32 region, uint256 value) external onlyOwner {
        _setRegionMultiplier(region, value);
    }

    function setRegistrationOpen(bool value) external onlyOwner {
        _setRegistrationOpen(value);
    }

    function setFeeCollector(address value) external onlyOwner {
        _setFeeCollector(value);
    }

    function _setOperatorFeeBps(uint256 value) private {
        _requireWithin(value, 0, MAX_OPERATOR_FEE_BPS);
        emit OperatorFeeBpsSet(operatorFeeBps, value);
        operatorFeeBps = value;
    }

    function _setMinStake(uint256 value) private {
        _requireWithin(value, 0, MAX_MIN_STAKE);
        emit MinStakeSet(minStake, value);
        minStake = value;
    }

    function _setUnbondingPeriod(uint256 value) private {
        _requireWithin(value, MIN_UNBONDING_PERIOD, MAX_UNBONDING_PERIOD);
        emit UnbondingPeriodSet(unbondingPeriod, value);
        unbondingPeriod = value;
    }

    function _setRewardPerEpoch(uint256 value) private {
        _requireWithin(value, 0, MAX_REWARD_PER_EPOCH);
        emit RewardPerEpochSet(rewardPerEpoch, value);
        rewardPerEpoch = value;
    }

    function _setRegionMultiplier(bytes32 region, uint256 value) private {
        if (region == bytes32(0)) revert RegionIsEmpty();
        _requireWithin(value, MIN_REGION_MULTIPLIER, MAX_REGION_MULTIPLIER);
        emit RegionMultiplierSet(region, regionMultiplier[region], value);
        regionMultiplier[region] = value;
    }

    function _setRegistrationOpen(bool value) private {
        emit RegistrationOpenSet(registrationOpen, value);
        registrationOpen = value;
    }

    function _setFeeCollector(address value) private {
        if (value == address(0)) revert FeeCollectorIsZero();
        emit FeeCollectorSet(feeCollector, value);
        feeCollector = value;
    }

    function _requireWithin(uint256 value, uint256 lowest, uint256 highest) private pure {
        if (value < lowest || value > highest) revert OutOfBounds(value, lowest, highest);
    }
}
