import { expect, test } from "vitest";
import { examineProviders } from "../../../src/cli/doctor/examine-providers.ts";
import type { Environment } from "../../../src/config/environment.ts";
import { freshChain } from "../../support/live-chain.ts";
import { startRpcProxy } from "../../support/rpc-proxy.ts";
import { testConfig } from "../../support/test-config.ts";

test("behavior: a provider that does not simulate calls is worth a look, one that does is well", async () => {
  const { anvil } = await freshChain(3);
  const refused = { error: { code: -32601, message: "Method not found" } };
  const without = await startRpcProxy(anvil.url, {
    on: ({ method }) => (method === "eth_simulateV1" ? refused : undefined),
  });
  const rpcUrls = { 31337: [anvil.url, without.url] };
  const found = await examineProviders({ rpcUrls } as unknown as Environment, testConfig());
  const about = found.filter(({ what }) => what.includes("simulate"));
  expect(about.map(({ sign }) => sign)).toEqual(["✓", "!"]);
  expect(about[1]?.todo).toContain("was not seen");
});
