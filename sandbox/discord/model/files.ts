import type { APIAttachment } from "discord-api-types/v10";
import type { State, StoredFile } from "../state.ts";

/** A file that came with a request: `index` is the n of its part `files[n]`. */
export type UploadedFile = { index: string; filename: string; bytes: Buffer };

const CONTENT_TYPES: Record<string, string> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  svg: "image/svg+xml; charset=utf-8",
  csv: "text/csv; charset=utf-8",
  json: "application/json; charset=utf-8",
  txt: "text/plain; charset=utf-8",
  md: "text/markdown; charset=utf-8",
  pdf: "application/pdf",
  zip: "application/zip",
};

/** Keeps an uploaded file; its type comes from its name, as on Discord. */
export function storeFile(
  state: State,
  channelId: string,
  upload: UploadedFile,
  description: string | null,
): StoredFile {
  const extension = upload.filename.split(".").at(-1)?.toLowerCase() ?? "";
  const size = pngSize(upload.bytes);
  const file: StoredFile = {
    id: state.nextId(),
    channelId,
    filename: upload.filename,
    contentType: CONTENT_TYPES[extension] ?? "application/octet-stream",
    bytes: upload.bytes,
    description,
    width: size?.width ?? null,
    height: size?.height ?? null,
  };
  state.files.set(file.id, file);
  return file;
}

/** Where the file is served. */
export function fileUrl(state: State, file: StoredFile): string {
  return `${state.baseUrl}/cdn/attachments/${file.channelId}/${file.id}/${encodeURIComponent(file.filename)}`;
}

/** The file as an attachment of a message. */
export function attachmentPayload(state: State, file: StoredFile, ephemeral: boolean): APIAttachment {
  return {
    id: file.id,
    filename: file.filename,
    size: file.bytes.length,
    url: fileUrl(state, file),
    proxy_url: fileUrl(state, file),
    content_type: file.contentType,
    ...(file.description === null ? {} : { description: file.description }),
    ...(file.width === null ? {} : { width: file.width, height: file.height }),
    ...(ephemeral ? { ephemeral } : {}),
  };
}

function pngSize(bytes: Buffer): { width: number; height: number } | undefined {
  const isPng = bytes.length >= 24 && bytes.readUInt32BE(0) === 0x89504e47;
  return isPng ? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) } : undefined;
}
