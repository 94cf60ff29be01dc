import type { IncomingMessage, ServerResponse } from "node:http";
import { BaseError } from "viem";
import { createRpc } from "../chain/rpc.ts";
import type { World } from "../chain/world.ts";
import { PEOPLE } from "../people.ts";
import { BadRequest } from "./bad-request.ts";
import { createWallet, type Wallet } from "./create-wallet.ts";
import { listGovernorProposals } from "./governor.ts";
import { readJson } from "./read-json.ts";
import { readProposalId, readSupport, readText, readTypedData, readWalletCall } from "./request-body.ts";

type Body = Record<string, unknown>;
type Act = (wallet: Wallet, body: Body) => Promise<unknown>;

const ACTS: ReadonlyMap<string, Act> = new Map(
  Object.entries<Act>({
    sign: async (wallet, body) => ({ signature: await wallet.sign(readText(body)) }),
    "sign-typed": async (wallet, body) => ({ signature: await wallet.signTyped(readTypedData(body)) }),
    send: (wallet, body) => wallet.send(readWalletCall(body)),
    "governor/vote": (wallet, body) => wallet.vote(readProposalId(body), readSupport(body)),
    "governor/queue": (wallet, body) => wallet.queue(readProposalId(body)),
    "governor/execute": (wallet, body) => wallet.execute(readProposalId(body)),
  }),
);

/** Answers everything below `/wallet/`, and returns false, having touched nothing, for any other path. */
export function serveWallet({ rpcUrl, world }: { rpcUrl: string; world: World }) {
  const rpc = createRpc(rpcUrl);
  const wallets = new Map(PEOPLE.map((person) => [person.id, createWallet(person, rpcUrl, world)]));
  const answer = async (method: string, path: string, request: IncomingMessage): Promise<unknown> => {
    if (method === "GET" && path === "governor") return listGovernorProposals(rpc, world);
    const [userId = "", ...rest] = path.split("/");
    const wallet = wallets.get(userId);
    if (!wallet) throw new BadRequest(404, "Nobody here has this id");
    if (method === "GET" && rest.length === 0) return describe(wallet);
    const act = ACTS.get(rest.join("/"));
    if (method !== "POST" || !act) throw new BadRequest(404, "A wallet cannot do this");
    return act(wallet, await readJson(request));
  };
  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const { pathname } = new URL(request.url ?? "/", "http://sandbox");
    if (!pathname.startsWith("/wallet/")) return false;
    try {
      reply(response, 200, await answer(request.method ?? "GET", pathname.slice("/wallet/".length), request));
    } catch (error) {
      const { status, message } = failure(error);
      reply(response, status, { error: message });
    }
    return true;
  };
}

function failure(error: unknown): { status: number; message: string } {
  if (error instanceof BadRequest) return { status: error.status, message: error.message };
  if (error instanceof RangeError) return { status: 400, message: error.message };
  // The library refuses malformed typed data and calls; its long message holds the whole request.
  if (error instanceof BaseError) return { status: 400, message: error.shortMessage };
  return { status: 500, message: error instanceof Error ? error.message : String(error) };
}

async function describe(wallet: Wallet) {
  const [balances, votes] = await Promise.all([wallet.balances(), wallet.votes()]);
  return { address: wallet.address, balances, votes };
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}
