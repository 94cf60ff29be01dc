import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A node before another one: it passes everything on, but fails where somebody asks for logs of what is withheld. */
export async function startForgetfulNode(target: string) {
  /** Addresses in small letters. */
  const withheld = new Set<string>();
  let requests = 0;
  const headers = { "content-type": "application/json" };
  const server = createServer(async (request, response) => {
    requests += 1;
    const body = await text(request);
    const isWithheld = [...withheld].some((one) => body.includes("eth_getLogs") && body.toLowerCase().includes(one));
    if (isWithheld) return void response.writeHead(503).end();
    const answer = await fetch(target, { method: "POST", headers, body });
    response.writeHead(200, headers).end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    withheld,
    /** How many requests came so far. */
    asked: () => requests,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
