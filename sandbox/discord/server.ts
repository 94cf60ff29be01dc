import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createActing } from "./act/handle-act.ts";
import { createFaults, type Faults } from "./control/faults.ts";
import { handleControl } from "./control/handle-control.ts";
import { createGateway, type Gateway } from "./gateway/gateway.ts";
import { readRequest } from "./http/read-request.ts";
import { sendJson } from "./http/send-json.ts";
import { serveAttachment } from "./http/serve-attachment.ts";
import { asRecord } from "./json.ts";
import { callbackRoutes } from "./rest/callback.ts";
import { commandRoutes } from "./rest/commands.ts";
import { communityRoutes } from "./rest/community.ts";
import { gatewayRoutes } from "./rest/gateway-address.ts";
import { handleRest } from "./rest/handle-rest.ts";
import { messageRoutes } from "./rest/messages.ts";
import { createRateLimits } from "./rest/rate-limits.ts";
import { threadRoutes } from "./rest/threads.ts";
import { webhookRoutes } from "./rest/webhooks.ts";
import { warmUp } from "./rules/spec.ts";
import { heliogridSeed, type Seed } from "./seed.ts";
import { createState, type Limits, type State } from "./state.ts";

/** Answers a request of the page or the wallet; false when it knows no such path. */
export type PageHandler = (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;

export type LocalDiscordOptions = {
  /** 0 (the default) takes a free port. */
  port?: number;
  seed?: Seed;
  limits?: Partial<Limits>;
  offsetSeconds?: number;
  /** Requests a bucket allows per window; generous by default, so that tests run at full speed. */
  rateLimit?: { limit: number; windowMs: number };
  heartbeatMs?: number;
  /** Privileged intents the application was granted, as a bit set, where they are not the seed's. */
  grantedIntents?: number;
  sessionStarts?: number;
  /** Moves everything else that lives in the same time. */
  onClockChange?: (offsetSeconds: number) => Promise<void>;
  pages?: PageHandler;
};

export type LocalDiscord = { url: string; state: State; gateway: Gateway; faults: Faults; close(): Promise<void> };

/** Starts a local Discord on a loopback port; it answers as soon as the promise resolves. */
export async function createLocalDiscord(options: LocalDiscordOptions = {}): Promise<LocalDiscord> {
  warmUp();
  const state = createState(options.seed ?? heliogridSeed(), options.limits, options.offsetSeconds);
  state.grantedIntents = options.grantedIntents ?? state.grantedIntents;
  const faults = createFaults();
  const gateway = createGateway(state, {
    heartbeatMs: options.heartbeatMs ?? 41_250,
    sessionStarts: options.sessionStarts ?? 1000,
  });
  const answer = answerer({ state, faults, gateway, options });
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      // A client that hung up in the middle of its own request is not our failure.
      if (request.destroyed && !request.complete) return;
      console.error("the local Discord failed:", error);
      sendJson(response, 500, { code: 0, message: "500: Internal Server Error" });
    });
  });
  server.on("upgrade", (request, socket, head) => {
    if (faults.isOut(Date.now()) || !request.url?.startsWith("/gateway")) socket.destroy();
    else gateway.upgrade(request, socket, head);
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  state.baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async () => {
    gateway.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: state.baseUrl, state, gateway, faults, close };
}

type Parts = { state: State; faults: Faults; gateway: Gateway; options: LocalDiscordOptions };

function answerer({ state, faults, gateway, options }: Parts) {
  const limits = createRateLimits(options.rateLimit ?? { limit: 200, windowMs: 1000 });
  const routes = [
    ...gatewayRoutes(gateway.remainingStarts),
    ...communityRoutes,
    ...messageRoutes,
    ...threadRoutes,
    ...commandRoutes,
    ...callbackRoutes,
    ...webhookRoutes,
  ];
  const act = createActing(state);
  const sufferGateway = gateway.suffer;
  const onClockChange = options.onClockChange ?? (async () => undefined);
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? "/", "http://local");
    const area = url.pathname.split("/")[1];
    if (area === "api") return handleRest({ state, routes, limits, faults }, request, response);
    if (area === "cdn") return serveAttachment(state, url.pathname, response);
    if (area === "act") return act(request, response, url);
    if (area === "control") {
      const read = await readRequest(request);
      const body = asRecord(read.kind === "body" ? read.body : undefined);
      const parts = { state, faults, sufferGateway, onClockChange };
      const result = await handleControl(parts, request.method ?? "GET", url.pathname, url.searchParams, body);
      return sendJson(response, result.status, result.body);
    }
    if (options.pages && (await options.pages(request, response))) return;
    sendJson(response, 404, { error: "nothing is here" });
  };
}
