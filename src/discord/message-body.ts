import type { RawFile, RequestData } from "discord.js";
import { MessageFlags } from "discord.js";
import type { OutgoingFile, OutgoingMessage } from "../app.ts";
import type { Component } from "./components.ts";
import { fitText } from "./fit-text.ts";
import { limits } from "./limits.ts";

type Parts = { components: readonly Component[]; files?: readonly OutgoingFile[] | undefined };

/** The body of a message made of components, which mentions nobody, names its files, and is no longer than Discord takes. */
export function messageBody({ components, files = [] }: Parts): Record<string, unknown> {
  return {
    flags: MessageFlags.IsComponentsV2,
    components: fitText(components),
    allowed_mentions: { parse: [] },
    attachments: files.map(({ name, description }, id) => ({
      id: String(id),
      filename: name,
      ...(description === undefined ? {} : { description: description.slice(0, limits.fileDescription) }),
    })),
  };
}

/** A message for the outbox. */
export function outgoing(parts: Parts): OutgoingMessage {
  return { body: messageBody(parts), files: parts.files ?? [] };
}

/** A body and its files as the REST client takes them. */
export function request(body: unknown, files: readonly OutgoingFile[]): RequestData {
  const raw: RawFile[] = files.map(({ name, data }) => ({ name, data, contentType: contentType(name) }));
  return raw.length === 0 ? { body } : { body, files: raw };
}

const types: Readonly<Record<string, string>> = {
  csv: "text/csv",
  gz: "application/gzip",
  json: "application/json",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain",
};

function contentType(name: string): string {
  return types[name.slice(name.lastIndexOf(".") + 1)] ?? "application/octet-stream";
}
