import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { passTime } from "./chain/live.ts";
import type { World } from "./chain/world.ts";

/** The one place where time moves: the local Discord asks here before it moves itself, and chain and Steward go first. */
export async function startTimeHook(world: World, rpcUrl: string) {
  let offset = 0;
  let stewardUrl: string | undefined;
  const move = async (to: number) => {
    if (!Number.isSafeInteger(to) || to < offset) throw new RangeError("Time moves forward only, by whole seconds.");
    await passTime({ ...world, rpcUrl }, to - offset);
    offset = to;
    if (stewardUrl) await post(`${stewardUrl}/clock`, { offsetSeconds: offset });
  };
  const server = createServer(async (request, response) => {
    try {
      let body = "";
      for await (const chunk of request) body += String(chunk);
      await move(Number((JSON.parse(body) as { offsetSeconds: unknown }).offsetSeconds));
      response.writeHead(204).end();
    } catch (error) {
      response.writeHead(error instanceof RangeError ? 400 : 500).end(String(error));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    offset: () => offset,
    follow: (url: string) => {
      stewardUrl = url;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Posts JSON; throws with the answer's text where it was refused. */
export async function post(url: string, body: unknown): Promise<void> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
}
