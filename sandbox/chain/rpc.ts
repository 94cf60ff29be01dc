/** A JSON-RPC connection: one method, one answer. */
export type Rpc = <Result>(method: string, ...params: unknown[]) => Promise<Result>;

type Answer<Result> = { result: Result; error?: { code: number; message: string; data?: unknown } };

/** A node's refusal, with the revert data where there is some. */
export class RpcError extends Error {
  readonly data: unknown;

  constructor(method: string, message: string, data: unknown) {
    super(`${method}: ${message}`);
    this.name = "RpcError";
    this.data = data;
  }
}

/** Talks to the node at the address; throws an `RpcError` where the node refuses. */
export function createRpc(url: string): Rpc {
  let id = 0;
  return async <Result>(method: string, ...params: unknown[]) => {
    id += 1;
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id, method, params }),
    });
    const answer = (await response.json()) as Answer<Result>;
    if (answer.error) throw new RpcError(method, answer.error.message, answer.error.data);
    return answer.result;
  };
}
