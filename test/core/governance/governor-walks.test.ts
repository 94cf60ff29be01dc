import { afterAll, beforeAll, expect, test } from "vitest";
import { startContractChain } from "../../support/contract-chain.ts";
import { type Ground, SUPPLY, walkGovernor } from "../../support/governor-walk.ts";

const START = 1_800_000_000;
const WALKS = process.env["STEWARD_TORTURE"] === "1" ? 500 : 6;
const SEED = Number(process.env["STEWARD_SEED"] ?? 1);

let ground: Ground;

beforeAll(async () => {
  const chain = await startContractChain(START);
  const token = await chain.deploy("HelioToken", chain.account(1), SUPPLY);
  ground = { chain, token, clock: { now: START + 100 } };
  for (let index = 1; index <= 6; index += 1) {
    // The last one never delegates, so that its tokens are supply without a vote.
    if (index < 6) await token.send(chain.account(index), "delegate", chain.account(index));
    if (index > 1) await token.send(chain.account(1), "transfer", chain.account(index), 150_000n + BigInt(index));
  }
}, 60_000);
afterAll(() => ground.chain.stop());

test(`law: ${WALKS} random walks of a real Governor: state, deadline, quorum and votes are the engine's after every step`, {
  timeout: WALKS * 3_000,
}, async () => {
  const states = new Set<string>();
  let [steps, extended, votes] = [0, 0, 0];
  for (let walk = 0; walk < WALKS; walk += 1) {
    const { seen, extended: isExtended } = await walkGovernor(ground, SEED + walk);
    for (const { contract, engine, step } of seen) {
      expect(engine, step).toEqual(contract);
      states.add(contract.state);
      steps += 1;
    }
    const last = seen.at(-1);
    if (isExtended) extended += 1;
    if (last && Object.values(last.contract.votes).some((weight) => weight > 0n)) votes += 1;
  }
  console.log(
    `${WALKS} walks from seed ${SEED}: ${steps} looks, ${votes} with votes, ${extended} extended, states ${[...states].sort().join(", ")}`,
  );
  expect(states.size).toBeGreaterThanOrEqual(3);
  expect(extended).toBeGreaterThan(0);
  expect(votes).toBeGreaterThan(WALKS / 2);
});
