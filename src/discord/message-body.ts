import type { RawFile, RequestData } from "discord.js";
import { MessageFlags } from "discord.js";
import type { OutgoingFile, OutgoingMessage } from "../app.ts";
import type { Component } from "./components.ts";
import { fitText } from "./fit-text.ts";
import { limits } from "./limits.ts";

type Parts = {
  components: readonly Component[];
  files?: readonly OutgoingFile[] | undefined;
  /** Ids of the roles of the config that the message may wake; nobody else, whatever stands in it. */
  mentions?: readonly string[];
};

/** The body of a message made of components, which mentions nobody but the roles it was told, names its files, and is no longer than Discord takes. */
export function messageBody({ components, files = [], mentions = [] }: Parts): Record<string, unknown> {
  return {
    flags: MessageFlags.IsComponentsV2,
    components: fitText(components),
    allowed_mentions: mentions.length === 0 ? { parse: [] } : { parse: [], roles: [...new Set(mentions)] },
    attachments: files.map(({ name, description }, id) => ({
      id: String(id),
      filename: name,
      ...(description === undefined ? {} : { description: description.slice(0, limits.fileDescription) }),
    })),
  };
}

/** The roles by which a message wakes people; undefined where there are none. */
export function mentionRoles(roles: readonly string[]): string | undefined {
  return roles.length === 0 ? undefined : roles.map((id) => `<@&${id}>`).join(" ");
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
