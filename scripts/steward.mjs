#!/usr/bin/env node
// The command line's door: any Node ≥ 18 may open it, Node 24 walks through.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { findNode, install } from "./install.mjs";

install();
const node = findNode();
if (node === process.execPath) await import("../src/cli/steward.ts");
else runWith(node);

function runWith(newer) {
  const entry = fileURLToPath(new URL("../src/cli/steward.ts", import.meta.url));
  const child = spawn(newer, ["--max-semi-space-size=8", entry, ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}
