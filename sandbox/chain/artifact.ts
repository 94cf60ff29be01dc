import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Abi, Hex } from "viem";

const require = createRequire(import.meta.url);

/** What is needed to deploy a contract and to talk to it. */
export type Artifact = { abi: Abi; bytecode: Hex };

const alreadyRead = new Map<string, Artifact>();

const SAFE_SOURCES = {
  SafeL2: "SafeL2.sol",
  SafeProxyFactory: "proxies/SafeProxyFactory.sol",
  CompatibilityFallbackHandler: "handler/CompatibilityFallbackHandler.sol",
  MultiSend: "libraries/MultiSend.sol",
  MultiSendCallOnly: "libraries/MultiSendCallOnly.sol",
} as const;

/** The Safe contracts the sandbox deploys. */
export type SafeContract = keyof typeof SAFE_SOURCES;

/** One of our own contracts (or OpenZeppelin's timelock), from its committed artifact. */
export function artifact(name: string): Artifact {
  return read(fileURLToPath(new URL(`../../contracts/artifacts/${name}.json`, import.meta.url)));
}

/** One of Safe 1.5.0's contracts, from the package's artifacts; their code is never copied into this repository. */
export function safeArtifact(name: SafeContract): Artifact {
  const home = dirname(require.resolve("@safe-global/safe-smart-account/package.json"));
  return read(join(home, "build/artifacts/contracts", SAFE_SOURCES[name], `${name}.json`));
}

function read(path: string): Artifact {
  const known = alreadyRead.get(path);
  if (known) return known;
  const { abi, bytecode } = JSON.parse(readFileSync(path, "utf8")) as Artifact;
  alreadyRead.set(path, { abi, bytecode });
  return { abi, bytecode };
}
