import { isIPv4 } from "node:net";
import type { Environment } from "../../config/environment.ts";
import { type Finding, notable } from "./finding.ts";

/** Whether members reach Steward's pages in a way that nobody between can read or change. */
export function examinePages({ STEWARD_PUBLIC_URL: text }: Pick<Environment, "STEWARD_PUBLIC_URL">): Finding[] {
  if (text === undefined) return [];
  const { protocol, hostname } = new URL(text);
  if (protocol === "https:" || isPrivate(hostname)) return [];
  return [
    notable(
      `STEWARD_PUBLIC_URL is plain http to ${hostname}: whoever is on the way can change what members sign.`,
      "Put a proxy with a certificate before it, and begin the address with https:// (docs/operating.md).",
    ),
  ];
}

/** This machine, or a network of one's own: RFC 1918, link-local, and their names and IPv6 kin. */
function isPrivate(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, "").toLowerCase();
  if (host === "localhost" || /\.(localhost|local|internal|lan|home\.arpa)$/.test(host)) return true;
  if (!isIPv4(host)) return host === "::1" || /^(fc|fd)[0-9a-f]{2}:|^fe[89ab][0-9a-f]:/.test(host);
  const [a = 0, b = 0] = host.split(".").map(Number);
  return (
    a === 127 || a === 10 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168) || (a === 169 && b === 254)
  );
}
