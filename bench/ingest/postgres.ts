import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A database server of our own, with the settings it comes with. */
export type Postgres = { url: string; stop: () => Promise<void> };

const DEBIAN = "/usr/lib/postgresql";
const START_TIMEOUT_MS = 20_000;

/** Where the newest server's programs are; undefined where there are none. */
export function findPostgres(): string | undefined {
  if (!existsSync(DEBIAN)) return undefined;
  const versions = readdirSync(DEBIAN).filter((version) => existsSync(join(DEBIAN, version, "bin", "initdb")));
  const newest = versions.sort((a, b) => Number(b) - Number(a))[0];
  return newest === undefined ? undefined : join(DEBIAN, newest, "bin");
}

/** Makes a cluster in a folder of its own under the system's temporary one, and starts it on a free port of this machine. */
export async function startPostgres(programs: string): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), "steward-bench-postgres-"));
  const user = ownUser();
  if (user) chownSync(folder, user.uid, user.gid);
  const data = join(folder, "data");
  execFileSync(join(programs, "initdb"), ["-D", data, "-U", "bench", "-A", "trust", "-E", "UTF8", "--no-locale"], {
    stdio: ["ignore", "ignore", "inherit"],
    cwd: folder,
    ...user,
  });
  const port = await freePort();
  const child = spawn(join(programs, "postgres"), ["-D", data, "-p", `${port}`, "-k", folder, "-h", "127.0.0.1"], {
    stdio: "ignore",
    cwd: folder,
    ...user,
  });
  const kill = () => void child.kill("SIGINT");
  process.once("exit", kill);
  await isReady(programs, port, child);
  return {
    url: `postgresql://bench@127.0.0.1:${port}/postgres`,
    stop: async () => {
      process.off("exit", kill);
      if (child.exitCode === null) {
        const ended = once(child, "exit");
        child.kill("SIGINT");
        await ended;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The server will not run as root, so that root runs it as the user its package made. */
function ownUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function isReady(programs: string, port: number, child: ChildProcess): Promise<void> {
  const until = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < until && child.exitCode === null) {
    const asked = spawn(join(programs, "pg_isready"), ["-h", "127.0.0.1", "-p", `${port}`], { stdio: "ignore" });
    const [code] = (await once(asked, "exit")) as [number];
    if (code === 0) return;
    await sleep(50);
  }
  throw new Error(`Postgres did not start${child.exitCode === null ? "" : `: it ended with code ${child.exitCode}`}.`);
}
