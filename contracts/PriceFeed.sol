// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

/// @notice What readers of Chainlink price feeds call.
interface AggregatorV3Interface {
    function decimals() external view returns (uint8);
    function description() external view returns (string memory);
    function version() external view returns (uint256);
    function getRoundData(uint80 roundId)
        external
        view
        returns (uint80 id, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound);
    function latestRoundData()
        external
        view
        returns (uint80 id, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound);
}

/// @title A price feed that answers as Chainlink's do
/// @notice The owner pushes answers. Round ids carry the phase in their upper 16 bits, as those of a proxy whose
/// aggregator is replaced now and then; events carry the round within the phase, as those of an aggregator. Here both
/// are one contract.
contract PriceFeed is AggregatorV3Interface, Ownable {
    struct Round {
        int256 answer;
        uint256 updatedAt;
    }

    /// @notice How many decimals an answer has.
    uint8 public immutable decimals;
    /// @notice What the feed prices, as "HELIO / USD".
    string public description;
    /// @notice The version of the interface.
    uint256 public constant version = 4;
    /// @notice The current phase, counted from 1.
    uint16 public phaseId = 1;
    /// @notice The last round of the current phase; zero before its first answer.
    uint64 public latestRound;

    uint80 private _latestRoundId;
    mapping(uint80 roundId => Round) private _rounds;

    event AnswerUpdated(int256 indexed current, uint256 indexed roundId, uint256 updatedAt);
    event NewRound(uint256 indexed roundId, address indexed startedBy, uint256 startedAt);
    event PhaseStarted(uint16 indexed phaseId);

    /// @notice The round has no answer.
    error NoDataPresent(uint80 roundId);

    constructor(uint8 decimals_, string memory description_, address owner) Ownable(owner) {
        decimals = decimals_;
        description = description_;
    }

    /// @notice Opens the next round and answers it now.
    function push(int256 answer) external onlyOwner {
        uint64 round = ++latestRound;
        _latestRoundId = (uint80(phaseId) << 64) | round;
        _rounds[_latestRoundId] = Round(answer, block.timestamp);
        emit NewRound(round, msg.sender, block.timestamp);
        emit AnswerUpdated(answer, round, block.timestamp);
    }

    /// @notice Begins a new phase, whose rounds count from 1 again; the last answer stands until its first.
    function startPhase() external onlyOwner {
        latestRound = 0;
        emit PhaseStarted(++phaseId);
    }

    /// @notice The contract whose events tell new answers.
    function aggregator() external view returns (address) {
        return address(this);
    }

    /// @inheritdoc AggregatorV3Interface
    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        return getRoundData(_latestRoundId);
    }

    /// @inheritdoc AggregatorV3Interface
    function getRoundData(uint80 roundId) public view returns (uint80, int256, uint256, uint256, uint80) {
        Round memory round = _rounds[roundId];
        if (round.updatedAt == 0) revert NoDataPresent(roundId);
        return (roundId, round.answer, round.updatedAt, round.updatedAt, roundId);
    }
}
