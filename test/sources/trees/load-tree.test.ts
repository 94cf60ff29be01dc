import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { Refusal, Transient } from "../../../src/errors.ts";
import { loadTree, loadTreeText } from "../../../src/sources/trees/load-tree.ts";
import { stewardFile, testEntries } from "../../support/reward-trees.ts";

const folder = mkdtempSync(join(tmpdir(), "load-tree-"));
afterAll(() => rmSync(folder, { recursive: true }));

const file = stewardFile(testEntries(3));
const text = JSON.stringify(file);

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function failure(template: string, more: object = {}): Promise<Refusal | Transient> {
  const error = await loadTree({ template, ...more }, { epoch: 7, root: file.root }).catch((error: unknown) => error);
  if (error instanceof Refusal || error instanceof Transient) return error;
  throw new Error(`No expected failure: ${error}`);
}

describe("from a file", () => {
  test("default: the tree that is sought, packed or not", async () => {
    write("tree-7.json", text);
    write("tree-7.json.gz", gzipSync(text));
    for (const name of ["tree-{epoch}.json", "tree-{epoch}.json.gz"]) {
      const tree = await loadTree({ template: join(folder, name) }, { epoch: 7, root: file.root });
      expect(tree).toMatchObject({ root: file.root, epoch: 7 });
    }
    write(`${file.root}.json`, text);
    expect((await loadTree({ template: `${folder}/{root}.json` }, { root: file.root })).epoch).toBe(7);
  });

  test("behavior: what is expected is held too", async () => {
    const template = write("other.json", text);
    await expect(loadTree({ template }, { epoch: 8 })).rejects.toThrow("The file is of epoch 7, and 8 was expected.");
    await expect(loadTree({ template }, {}, { format: "uniswap" })).rejects.toThrow("merkleRoot is missing");
  });

  test("error: a file that is not there yet may come; one that is wrong stays wrong", async () => {
    expect(await failure(join(folder, "none-{epoch}.json"))).toMatchObject({
      name: "Transient",
      message: "none-7.json is not there (yet).",
    });
    expect(await failure(folder)).toMatchObject({ name: "Transient" });
    expect(await failure(write("page.json", "<html>"))).toMatchObject({ name: "Refusal" });
    expect(await failure(write("bytes.json", new Uint8Array([0xff, 0xfe])))).toMatchObject({
      message: "bytes.json is no text.",
    });
    expect(await failure(write("torn.json.gz", gzipSync(text).subarray(0, 40)))).toMatchObject({
      message: "torn.json.gz cannot be unpacked.",
    });
  });

  test("boundary: the limit holds for what lies there and for what it unpacks to", async () => {
    const path = write("limit.json", text);
    expect(await loadTreeText({ template: path, maxBytes: text.length })).toBe(text);
    expect(await failure(path, { maxBytes: text.length - 1 })).toMatchObject({
      ...{ name: "Refusal", message: `limit.json is larger than ${text.length - 1} bytes.` },
    });
    const bomb = write("bomb.json.gz", gzipSync(" ".repeat(40_000_000)));
    expect(await failure(bomb, { maxBytes: 1_000_000 })).toMatchObject({
      message: "bomb.json.gz is larger than 1000000 bytes.",
    });
    expect(await failure(bomb)).toMatchObject({ message: "bomb.json.gz is larger than 33554432 bytes." });
  });

  test("error: a place that cannot be filled in", async () => {
    await expect(loadTreeText({ template: "x-{epoch}.json" })).rejects.toThrow(
      "has {epoch}, and it is not known of this one",
    );
    await expect(loadTreeText({ template: "x-{week}.json" }, { epoch: 1 })).rejects.toThrow(
      "The place of a tree has {week}.",
    );
  });
});

describe("from an address", () => {
  test("default: fetched, with credentials in a header, packed or not", async () => {
    const seen: (string | undefined)[] = [];
    const at = await serve((request, response) => {
      seen.push(request.url, request.headers.authorization);
      response.end(request.url?.includes(".gz") ? gzipSync(text) : text);
    });
    const tree = await loadTree(
      { template: `${at.replace("//", "//ann:pass@")}/t/{epoch}.json?key=abc` },
      { epoch: 7 },
    );
    expect(tree.root).toBe(file.root);
    expect(seen).toEqual(["/t/7.json?key=abc", `Basic ${btoa("ann:pass")}`]);
    expect((await loadTree({ template: `${at}/7.json.gz?x=1` }, {})).root).toBe(file.root);
  });

  test("behavior: what a server packs for the way is unpacked once, and counted unpacked", async () => {
    const at = await serve((_, response) => {
      response.setHeader("content-encoding", "gzip");
      response.end(gzipSync(text));
    });
    expect((await loadTree({ template: `${at}/7.json.gz` }, {})).root).toBe(file.root);
    expect(await failure(`${at}/7.json`, { maxBytes: 200 })).toMatchObject({ name: "Refusal" });
  });

  test.each([
    [404, "Transient", "is not there (yet)."],
    [503, "Transient", "answers 503."],
    [429, "Transient", "answers 429."],
    [403, "Transient", "answers 403."],
  ])("error: status %i is %s", async (status, name, said) => {
    const at = await serve((_, response) => {
      response.statusCode = status;
      response.end("no");
    });
    const error = await failure(`${at}/secret-folder/7.json?key=hush`);
    expect(error).toMatchObject({ name });
    expect(error.message).toContain(said);
  });

  test("error: a page for people, no answer, an answer that never ends", async () => {
    const page = await serve((_, response) => {
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.end("<html>");
    });
    expect(await failure(`${page}/7.json`)).toMatchObject({ name: "Refusal" });
    const slow = await serve((_, response) => void response.write("{"));
    expect(await failure(`${slow}/7.json`, { timeoutMs: 100 })).toMatchObject({
      ...{ name: "Transient", message: expect.stringContaining("took longer than 0.1 seconds.") },
    });
    const endless = await serve((_, response) => {
      const more = () => void (response.destroyed || response.write(" ".repeat(65_536), () => setImmediate(more)));
      more();
    });
    expect(await failure(`${endless}/7.json`, { maxBytes: 1_000_000 })).toMatchObject({ name: "Refusal" });
    expect(await failure("http://127.0.0.1:9/7.json")).toMatchObject({ name: "Transient" });
  });

  test("behavior: it is led on within its host and to hosts that are allowed, nowhere else", async () => {
    const end = await serve((_, response) => void response.end(text));
    const at = await serve((request, response) => {
      const to = {
        "/here": "/there",
        "/away": `${end}/7.json`,
        "/down": "http://example.org/7.json",
        "/round": "/round",
      };
      const location = to[request.url as keyof typeof to];
      if (location === undefined) return void response.end(text);
      response.writeHead(302, { location });
      response.end();
    });
    expect((await loadTree({ template: `${at}/here` }, {})).root).toBe(file.root);
    expect(await failure(`${at}/away`)).toMatchObject({
      name: "Refusal",
      message: expect.stringContaining("which is not allowed."),
    });
    expect((await loadTree({ template: `${at}/away`, hosts: [new URL(end).host] }, {})).root).toBe(file.root);
    expect(await failure(`${at}/down`, { hosts: ["example.org"] })).toMatchObject({ name: "Refusal" });
    expect(await failure(`${at}/round`)).toMatchObject({ name: "Transient" });
  });

  test("error: an address that is not to be fetched from", async () => {
    for (const template of [
      "http://example.org/7.json",
      "ftp://127.0.0.1/7.json",
      "file:///etc/passwd",
      "http://127.0.0.1.evil.org/7",
      "https://",
    ])
      expect(await failure(template)).toMatchObject({
        message: "The place of a tree is an address that is not fetched from.",
      });
  });

  test("law: nothing that is said of an address holds its credentials, its query or its folders", async () => {
    const at = await serve((request, response) => {
      response.statusCode = request.url?.includes("bad") ? 500 : 200;
      response.end(request.url?.includes("web") ? "<html>" : "{");
    });
    for (const end of ["bad.json", "web.json", "7.json"])
      for (const base of [at, "http://127.0.0.1:9"]) {
        const template = `${base.replace("//", "//ann:hush-pass@")}/hush-folder/${end}?key=hush-key#hush-mark`;
        const { message, hint, context, cause } = await failure(template);
        expect(JSON.stringify([message, hint, context, String(cause)])).not.toContain("hush");
      }
  });
});
