import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { Abi, Address, Hex } from "viem";

const require = createRequire(import.meta.url);

/** What is needed to deploy a contract and to talk to it. */
export type Artifact = { abi: Abi; bytecode: Hex };

type Links = Record<string, Record<string, readonly { start: number; length: number }[]>>;
type Unlinked = Artifact & { links: Links };

const alreadyRead = new Map<string, Unlinked>();

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

/** One of Safe 1.5.0's contracts. */
export function safeArtifact(name: SafeContract): Artifact {
  return published(`@safe-global/safe-smart-account/build/artifacts/contracts/${SAFE_SOURCES[name]}/${name}.json`);
}

/**
 * A protocol's own contract, from the artifact its package publishes at the path; what it calls of libraries is put in by
 * their names, and without them there is an ABI but nothing to deploy. Its code is never copied into this repository.
 */
export function published(path: string, libraries: Readonly<Record<string, Address>> = {}): Artifact {
  const { abi, bytecode, links } = read(require.resolve(path));
  let code: string = bytecode;
  for (const [library, places] of Object.values(links).flatMap((file) => Object.entries(file))) {
    const address = libraries[library];
    for (const { start, length } of address ? places : []) {
      const [from, to] = [2 + 2 * start, 2 + 2 * (start + length)];
      code = code.slice(0, from) + address?.slice(2) + code.slice(to);
    }
  }
  return { abi, bytecode: code as Hex };
}

function read(path: string): Unlinked {
  const known = alreadyRead.get(path);
  if (known) return known;
  const { abi, bytecode, linkReferences } = JSON.parse(readFileSync(path, "utf8")) as {
    abi: Abi;
    bytecode: string | { object: string };
    linkReferences?: Links;
  };
  const code = typeof bytecode === "string" ? bytecode : bytecode.object;
  const whole = (code.startsWith("0x") ? code : `0x${code}`) as Hex;
  const artifact = { abi, bytecode: whole, links: linkReferences ?? {} };
  alreadyRead.set(path, artifact);
  return artifact;
}
