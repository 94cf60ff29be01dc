import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The sandbox's chain id, as every local chain has it. */
export const CHAIN_ID = 31_337;

const BUNDLED = fileURLToPath(new URL("../../node_modules/.bin/anvil", import.meta.url));
const START_TIMEOUT_MS = 10_000;

export type AnvilOptions = {
  /** The genesis block's time in Unix seconds; now, where it is left out. */
  timestamp?: number;
  /** The port to listen on; 0, a free one, where it is left out. */
  port?: number;
  /** The sandbox's own, where it is left out. */
  chainId?: number;
};

export type Anvil = { url: string; port: number; stop: () => Promise<void> };

/**
 * Starts a fresh chain and resolves once it answers. Its address is what this very process printed, so that a chain
 * left behind on some port is never mistaken for it; two blocks after a block, that block is finalized.
 */
export async function startAnvil(options: AnvilOptions = {}): Promise<Anvil> {
  const child = spawn(existsSync(BUNDLED) ? BUNDLED : "anvil", argumentsOf(options), {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const kill = () => void child.kill("SIGKILL");
  process.once("exit", kill);
  child.once("exit", () => process.off("exit", kill));
  const port = await listeningPort(child).catch((error: unknown) => {
    kill();
    throw error;
  });
  // An unread pipe would fill up and stall the chain.
  child.stdout?.resume();
  child.stderr?.resume();
  return { url: `http://127.0.0.1:${port}`, port, stop: () => stop(child) };
}

function argumentsOf(options: AnvilOptions): string[] {
  const fixed = [
    "--chain-id",
    `${options.chainId ?? CHAIN_ID}`,
    "--slots-in-an-epoch",
    "1",
    "--order",
    "fifo",
    "--no-request-size-limit",
  ];
  const time = options.timestamp === undefined ? [] : ["--timestamp", `${options.timestamp}`];
  return ["--port", `${options.port ?? 0}`, ...fixed, ...time];
}

function listeningPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = "";
    const settle = (act: () => void) => {
      clearTimeout(timer);
      for (const stream of [child.stdout, child.stderr]) stream?.removeAllListeners("data");
      act();
    };
    const fail = (why: string) => settle(() => reject(new Error(`anvil did not start: ${why}\n${said.slice(-500)}`)));
    const timer = setTimeout(() => fail("it said nothing for too long"), START_TIMEOUT_MS);
    child.once("error", (error: NodeJS.ErrnoException) =>
      fail(error.code === "ENOENT" ? "it is neither in node_modules/.bin nor on the PATH" : error.message),
    );
    // Not "exit": what it said before it ended may still be on its way.
    child.once("close", (code) => fail(`it ended with code ${code}`));
    const listen = (chunk: Buffer) => {
      said += chunk;
      const port = /Listening on 127\.0\.0\.1:(\d+)/.exec(said)?.[1];
      if (port !== undefined) settle(() => resolve(Number(port)));
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
  });
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    // There is no state to save, so there is nothing to wait for.
    child.kill("SIGKILL");
  });
}
