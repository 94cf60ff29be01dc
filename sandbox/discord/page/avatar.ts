import { html } from "./html.ts";
import { Icon } from "./icons.ts";

const COLORS = ["#5865f2", "#3ba55c", "#c27c0e", "#ed4245", "#9b59b6", "#1f8b8b", "#ad1457", "#3d7dca", "#71368a"];

type AvatarProps = { id: string; name: string; bot?: boolean; size?: 16 | 24 | 32 | 40 };

/** A round picture: the first letter on a colour that follows from the id, or the bot's mark. */
export function Avatar({ id, name, bot = false, size = 40 }: AvatarProps) {
  const background = bot ? "#f0b232" : COLORS[Number(BigInt(id || "0") % BigInt(COLORS.length))];
  return html`<span class=${`avatar size-${size}`} style=${{ background }} aria-hidden="true">
    ${bot ? html`<${Icon} name="bolt" size=${Math.round(size * 0.6)} />` : [...name][0]}
  </span>`;
}
