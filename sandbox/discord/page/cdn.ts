/** The path of a file the local Discord holds, on whatever name this page was opened under; undefined for anything elsewhere, which the page never loads. */
export function localFile(url: string): string | undefined {
  if (!URL.canParse(url, location.href)) return undefined;
  const { hostname, origin, pathname } = new URL(url, location.href);
  const here = origin === location.origin || ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
  return here && pathname.startsWith("/cdn/") ? pathname : undefined;
}

/** A size in bytes in the words of a download row. */
export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(2)} KB` : `${(bytes / 1024 / 1024).toFixed(2)} MB`;
}
