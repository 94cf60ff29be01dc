import type { ServerResponse } from "node:http";
import type { State } from "../state.ts";
import { sendJson } from "./send-json.ts";

/** Serves an uploaded file under the address its message names. */
export function serveAttachment(state: State, path: string, response: ServerResponse): void {
  const [, , kind, channelId, fileId] = path.split("/");
  const file = kind === "attachments" ? state.files.get(fileId ?? "") : undefined;
  if (!file || file.channelId !== channelId) {
    sendJson(response, 404, { error: "no such file" });
    return;
  }
  response
    .writeHead(200, {
      "content-type": file.contentType,
      "content-length": file.bytes.length,
      // Uploaded files are data: nothing in them may run on the page's origin.
      "content-security-policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
      "x-content-type-options": "nosniff",
      "content-disposition": `inline; filename*=UTF-8''${encodeURIComponent(file.filename)}`,
    })
    .end(file.bytes);
}
