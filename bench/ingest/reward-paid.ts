/** The event that every contender reads. */
export const REWARD_PAID =
  "event RewardPaid(uint256 indexed nodeId, address indexed owner, uint256 indexed epoch, uint256 amount)";
