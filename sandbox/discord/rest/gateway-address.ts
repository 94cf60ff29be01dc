import type { Call, Route } from "./route.ts";

/** Where the gateway is, and how many sessions may still be started. */
export function gatewayRoutes(remainingStarts: () => number): readonly Route[] {
  const url = ({ state }: Call) => `${state.baseUrl.replace("http", "ws")}/gateway`;
  return [
    { method: "GET", path: "/gateway", open: true, handle: (call) => ({ status: 200, body: { url: url(call) } }) },
    {
      method: "GET",
      path: "/gateway/bot",
      handle: (call) => ({
        status: 200,
        body: {
          url: url(call),
          shards: 1,
          session_start_limit: {
            total: 1000,
            remaining: remainingStarts(),
            reset_after: 86_400_000,
            max_concurrency: 1,
          },
        },
      }),
    },
  ];
}
