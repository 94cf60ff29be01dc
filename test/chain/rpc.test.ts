import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { createRpc } from "../../src/chain/rpc.ts";

/** A node that answers every request with this body. */
async function node(body: unknown, status = 200, type = "application/json"): Promise<string> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const server = createServer((_, response) => response.writeHead(status, { "content-type": type }).end(text));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const two = [
  { method: "a", params: [] },
  { method: "b", params: [] },
];
const ask = async (body: unknown, requests = two, status = 200, type?: string) =>
  createRpc(await node(body, status, type), 1_000).ask(requests);

test("default: answers are put back into the order of their requests", async () => {
  expect(
    await ask([
      { id: 1, result: "b" },
      { id: 0, result: "a" },
    ]),
  ).toEqual([{ result: "a" }, { result: "b" }]);
});

test("behavior: a refusal in a batch belongs to its request only", async () => {
  const error = { code: 3, message: "execution reverted", data: "0x12" };
  expect(
    await ask([
      { id: 0, result: 1 },
      { id: 1, error },
    ]),
  ).toEqual([{ result: 1 }, { refused: error }]);
});

test("behavior: one refusal for a whole batch is everybody's", async () => {
  const error = { code: -32600, message: "no batches" };
  const refused = { refused: { ...error, data: undefined } };
  expect(await ask({ id: null, error })).toEqual([refused, refused]);
  expect(await ask([{ id: null, error }])).toEqual([refused, refused]);
});

test("behavior: a refusal with the status of a bad request is an answer", async () => {
  const error = { code: 3, message: "execution reverted", data: "0x12" };
  expect(await ask({ id: 0, error }, [{ method: "a", params: [] }], 400)).toEqual([{ refused: error }]);
});

test.each([
  ["too few answers", [{ id: 0, result: "a" }]],
  [
    "an answer twice",
    [
      { id: 0, result: "a" },
      { id: 0, result: "a" },
    ],
  ],
  [
    "answers to other requests",
    [
      { id: 7, result: "a" },
      { id: 8, result: "b" },
    ],
  ],
  ["no list", { result: "a" }],
  ["nothing", ""],
  ["a word", '"ok"'],
])("error: %s is never spread over the requests", async (_, body) => {
  await expect(ask(body)).rejects.toMatchObject({ name: "ProviderFailure", kind: "down" });
});

test("error: a web page is no answer, whatever its status", async () => {
  await expect(ask("<html>hello</html>", two, 200, "text/html")).rejects.toMatchObject({ kind: "down" });
  await expect(ask("<html>hello</html>", two, 502, "text/html")).rejects.toMatchObject({ kind: "down", status: 502 });
});
