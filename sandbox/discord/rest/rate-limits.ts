import { createHash } from "node:crypto";

/** The state of one bucket after a request was counted in it. */
type Allowance = { allowed: boolean; headers: Record<string, string>; retryAfterSeconds: number };

export type RateLimits = { count(routeKey: string, nowMs: number): Allowance };

/** Counts requests per route and major parameter in fixed windows, and says so in Discord's headers. */
export function createRateLimits(options: { limit: number; windowMs: number }): RateLimits {
  const windows = new Map<string, { startedMs: number; used: number }>();
  return {
    count: (routeKey, nowMs) => {
      const open = windows.get(routeKey);
      const fresh = !open || nowMs - open.startedMs >= options.windowMs;
      const window = fresh ? { startedMs: nowMs, used: 0 } : open;
      windows.set(routeKey, window);
      window.used += 1;
      const resetMs = window.startedMs + options.windowMs;
      const resetAfter = Math.max(0, resetMs - nowMs) / 1000;
      return {
        allowed: window.used <= options.limit,
        retryAfterSeconds: resetAfter,
        headers: {
          "X-RateLimit-Limit": String(options.limit),
          "X-RateLimit-Remaining": String(Math.max(0, options.limit - window.used)),
          "X-RateLimit-Reset": (resetMs / 1000).toFixed(3),
          "X-RateLimit-Reset-After": resetAfter.toFixed(3),
          "X-RateLimit-Bucket": createHash("sha256")
            .update(routeKey.replaceAll(/\d{17,19}/g, ""))
            .digest("hex")
            .slice(0, 32),
        },
      };
    },
  };
}

/** The key of a route's bucket: method, pattern, and the channel, guild or webhook it is about. */
export function routeKey(method: string, pattern: string, params: Record<string, string>): string {
  const major = params.channel ?? params.guild ?? params.token ?? "";
  return `${method} ${pattern} ${major}`;
}
