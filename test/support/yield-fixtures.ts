import { fileURLToPath } from "node:url";
import type { Artifact } from "../../sandbox/chain/artifact.ts";
import { compileFolder } from "./compile.ts";

let compiled: Promise<Map<string, Artifact>> | undefined;

/** A contract of test/fixtures/yields: what a protocol's own does, as far as a position in it goes. */
export async function yieldFixture(name: string): Promise<Artifact> {
  compiled ??= compileFolder(fileURLToPath(new URL("../fixtures/yields/", import.meta.url)));
  const found = (await compiled).get(name);
  if (!found) throw new Error(`There is no contract ${name} under test/fixtures/yields`);
  return found;
}
