import { request } from "node:http";
import { onTestFinished } from "vitest";
import type { App } from "../../src/app.ts";
import type { Log } from "../../src/log.ts";
import { assetRoutes } from "../../src/web/assets.ts";
import { ballotRoutes } from "../../src/web/ballot-page.ts";
import { handoffRoutes } from "../../src/web/handoff-page.ts";
import { linkRoutes } from "../../src/web/link-page.ts";
import { permitRoutes } from "../../src/web/permit-page.ts";
import { serve } from "../../src/web/server.ts";

/** What a page answered. */
export type Seen = { status: number; headers: Record<string, string | string[] | undefined>; text: string };

/** Steward's pages as members reach them, until the test ends. */
export type Pages = {
  url: string;
  get: (url: string, headers?: Record<string, string>) => Promise<Seen>;
  /** As the page's own script asks, unless headers say otherwise. */
  post: (url: string, body: unknown, headers?: Record<string, string>) => Promise<Seen>;
};

/** Serves the pages of an app, and tells it where. */
export async function servePages(app: Omit<App, "discord"> & Pick<App, "discord">, base?: string): Promise<Pages> {
  const routes = {
    ...assetRoutes(),
    ...linkRoutes(app),
    ...ballotRoutes(app),
    ...handoffRoutes(app),
    ...permitRoutes(app),
  };
  const server = await serve(routes, 0, app.log as Log);
  onTestFinished(() => server.close());
  const url = `http://127.0.0.1:${server.port}`;
  app.pages = () => base ?? url;
  const here = (address: string) => address.replace(base ?? url, url);
  return {
    url,
    get: (address, headers = {}) => ask(here(address), "GET", headers),
    post: (address, body, headers = {}) =>
      ask(
        here(address),
        "POST",
        { origin: new URL(base ?? url).origin, "content-type": "application/json", ...headers },
        typeof body === "string" ? body : JSON.stringify(body),
      ),
  };
}

/** What the script of a page was told. */
export function told({ text }: Seen): Record<string, string> {
  return JSON.parse(text) as Record<string, string>;
}

/** Node's own client, because `fetch` lets nobody say another host. */
function ask(url: string, method: string, headers: Record<string, string>, body?: string): Promise<Seen> {
  const sent = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ""));
  return new Promise((resolve, reject) => {
    const asking = request(url, { method, headers: sent }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part) => {
        text += part;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    asking.on("error", reject);
    asking.end(body);
  });
}
