import { resolve } from "node:path";
import { z } from "zod";
import type { Problem } from "./problem.ts";

const url = (text: string) => (URL.canParse(text) ? new URL(text) : undefined);

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

const variables = z.object({
  DISCORD_TOKEN: z
    .string("is missing: give the bot's token, from the Bot page of the Discord developer portal")
    .regex(/^[^\s"']+$/, "is not a bot token: copy it whole, without quotes or spaces")
    .meta({ description: "The bot's token, from the Bot page of the Discord developer portal. A secret." }),
  STEWARD_CONFIG: z.string().min(1, "is empty: give a path, or leave it out").optional().meta({
    description:
      "Path of the config: a `.json`, `.js` or `.ts` file. Default: `steward.config.ts`, `.js` or `.json` in the working directory.",
    example: "/etc/steward/config.json",
  }),
  STEWARD_DATA: z
    .string()
    .default("data")
    .transform((path) => resolve(path))
    .meta({
      description: "Folder of the database, its lock and the signing key. Made where it is missing.",
      example: "/var/lib/steward",
    }),
  STEWARD_HTTP_PORT: z
    .string()
    .regex(/^\d{1,5}$/, "must be a port number")
    .transform(Number)
    .refine((port) => port <= 65_535, "must be a port number")
    .optional()
    .meta({
      description:
        "Port of the members' pages, `/healthz` and `/metrics`, on 127.0.0.1. Default: 8787, or any free port when that is taken; `0` takes any free port, which the log names.",
      example: "8787",
    }),
  STEWARD_PUBLIC_URL: z
    .string()
    .refine((text) => /^https?:$/.test(url(text)?.protocol ?? ""), "must be an address that begins with https://")
    .optional()
    .meta({
      description:
        "Where members reach Steward's own pages, through a proxy (docs/operating.md); its host stands in the sign-in text of wallets. Without it nobody is sent to a page: members sign elsewhere and paste.",
      example: "https://dao.example.org",
    }),
  STEWARD_SECRET: z
    .string()
    .min(16, "must be at least 16 characters: `openssl rand -hex 32` makes one")
    .optional()
    .meta({
      description: "Signs the ids of buttons. Default: a random key, made once and kept in STEWARD_DATA. A secret.",
    }),
  DISCORD_API_BASE: z
    .string()
    .refine(
      (text) => LOOPBACK.test(url(text)?.hostname ?? ""),
      "may only be a loopback address, such as http://127.0.0.1:4000/api: it is for tests",
    )
    .transform((text) => text.replace(/\/+$/, "").replace(/\/v\d+$/, ""))
    .optional()
    .meta({
      description:
        "For tests only: a local server in place of `https://discord.com/api` (the version is added by Steward). Loopback addresses only. With it the clock can be moved, see docs/operating.md.",
      example: "http://127.0.0.1:4000/api",
    }),
});

const rpcUrls = z
  .string()
  .transform((text) =>
    text
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== ""),
  )
  .refine((list) => list.length > 0, "is empty: give one or more URLs, separated by commas")
  .refine(
    (list) => list.every((part) => /^https?:$/.test(url(part)?.protocol ?? "")),
    "must be URLs that begin with https:// (or http://), separated by commas",
  );

/** What the environment may hold besides `RPC_URLS_<chainId>`: secrets and places only. */
export const environmentVariables = variables;

/** The environment, read and checked. */
export type Environment = z.output<typeof variables> & {
  /** RPC URLs by chain id, in order of preference. */
  rpcUrls: Readonly<Record<number, readonly string[]>>;
};

/** Reads the environment; reports everything wrong with it, by name and without values. */
export function readEnvironment(env: NodeJS.ProcessEnv): { environment: Environment | undefined; problems: Problem[] } {
  // A variable that is set to nothing, as an environment file may do, is as good as none.
  const known = variables.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== "")));
  const problems: Problem[] = (known.error?.issues ?? []).map((issue) => ({
    where: String(issue.path[0]),
    what: issue.message,
  }));
  const rpc = readRpcUrls(env);
  problems.push(...rpc.problems);
  if (!known.success || problems.length > 0) return { environment: undefined, problems };
  return { environment: { ...known.data, rpcUrls: rpc.urls }, problems };
}

/** RPC URLs by chain id as the environment has them, and what is wrong with any. */
export function readRpcUrls(env: NodeJS.ProcessEnv): { urls: Environment["rpcUrls"]; problems: Problem[] } {
  const problems: Problem[] = [];
  const urls: Record<number, readonly string[]> = {};
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith("RPC_URLS_")) continue;
    const id = /^RPC_URLS_([1-9]\d*)$/.exec(name)?.[1];
    if (id === undefined) problems.push({ where: name, what: "must end in a chain id, such as RPC_URLS_1" });
    else {
      const list = rpcUrls.safeParse(value);
      if (list.success) urls[Number(id)] = list.data;
      else problems.push({ where: name, what: list.error.issues[0]?.message ?? "is not a list of URLs" });
    }
  }
  return { urls, problems };
}

/** The values in an environment that must never be shown: tokens, keys, and URLs that carry keys. */
export function secretsOf(env: NodeJS.ProcessEnv): string[] {
  return Object.entries(env).flatMap(([name, value]) => {
    if (value === undefined || value === "") return [];
    if (name === "DISCORD_TOKEN" || name === "STEWARD_SECRET") return [value];
    if (name.startsWith("RPC_URLS_")) return value.split(",").map((part) => part.trim());
    return [];
  });
}
