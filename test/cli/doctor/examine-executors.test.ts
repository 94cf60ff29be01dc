import { afterAll, beforeAll, expect, test } from "vitest";
import { examineContracts } from "../../../src/cli/doctor/examine-contracts.ts";
import { createExecutorApp, type ExecutorWorld, startExecutorWorld } from "../../support/executor-world.ts";
import { createWorldApp } from "../../support/world-app.ts";

let ground: ExecutorWorld;
beforeAll(async () => {
  ground = await startExecutorWorld();
});
afterAll(() => ground.stop());

const about = (findings: readonly { what: string }[], name: string) =>
  findings.filter(({ what }) => what.startsWith(`executors.${name}:`));

test("default: every kind of executor is read as a vote would read it before it opens", async () => {
  const app = await createExecutorApp(ground);
  const findings = await examineContracts(app.config, app.chains);
  expect(about(findings, "dao")).toMatchObject([{ what: expect.stringContaining("ids content, timelock controller") }]);
  expect(about(findings, "council")).toMatchObject([{ what: expect.stringContaining("a timelock, delay 600") }]);
  expect(about(findings, "treasury")).toMatchObject([
    { what: expect.stringContaining("a safe, version 1.5.0, nonce ") },
  ]);
});

test("error: a contract that is not what the config says is wrong, and a Governor's unnamed timelock is told", async () => {
  const { chainId: chain, addresses } = ground.world;
  const executors = {
    dao: { kind: "governor", chain, governor: addresses.governor },
    council: { kind: "timelock", chain, timelock: addresses.token },
    treasury: { kind: "safe", chain, safe: addresses.governor },
    other: { kind: "governor", chain, governor: addresses.governor, timelock: ground.council },
  };
  const app = await createWorldApp(ground.world, { changes: { executors } });
  const findings = await examineContracts(app.config, app.chains);
  expect(JSON.stringify(about(findings, "dao"))).toContain("Name its `timelock`");
  expect(JSON.stringify(about(findings, "council"))).toContain("There is no TimelockController at");
  expect(JSON.stringify(about(findings, "treasury"))).toContain("There is no Safe at");
  expect(JSON.stringify(about(findings, "other"))).toContain("not the config's");
});
