import type {
  APIActionRowComponent,
  APIButtonComponent,
  APIComponentInContainer,
  APIMessageTopLevelComponent,
} from "discord.js";
import { ButtonStyle, ComponentType } from "discord.js";

/** A part of a message, in the shape Discord takes. */
export type Component = APIMessageTopLevelComponent;

type Inner = APIComponentInContainer;
type Button = APIButtonComponent;

/** Accent colours by what a card says: the same meaning everywhere. */
const accents = { open: 0x3b82f6, good: 0x16a34a, bad: 0xdc2626, waiting: 0xd97706, quiet: 0x64748b } as const;

/** The name of a colour, by what it says. */
export type Accent = keyof typeof accents;

/** A framed card with a coloured edge. */
export function container(accent: Accent, ...parts: (Inner | undefined)[]): Component {
  return {
    type: ComponentType.Container,
    accent_color: accents[accent],
    components: parts.filter((part) => part !== undefined),
  };
}

/** Markdown text; what came from outside must have been through core/sanitize. */
export function text(...lines: (string | undefined)[]) {
  return { type: ComponentType.TextDisplay as const, content: lines.filter((line) => line !== undefined).join("\n") };
}

/** A thin line between two parts. */
export function divider() {
  return { type: ComponentType.Separator as const, divider: true, spacing: 1 as const };
}

/** Up to five buttons side by side. */
export function row(...buttons: Button[]): APIActionRowComponent<Button> {
  return { type: ComponentType.ActionRow, components: buttons };
}

type ButtonOptions = {
  label: string;
  id: string;
  style?: "primary" | "secondary" | "success" | "danger";
  disabled?: boolean;
};

const styles = {
  primary: ButtonStyle.Primary,
  secondary: ButtonStyle.Secondary,
  success: ButtonStyle.Success,
  danger: ButtonStyle.Danger,
} as const;

/** A button; its id comes from `seal`. */
export function button({ label, id, style = "secondary", disabled = false }: ButtonOptions): Button {
  return { type: ComponentType.Button, style: styles[style], label, custom_id: id, disabled };
}

/** A button that opens a page. */
export function link(label: string, url: string): Button {
  return { type: ComponentType.Button, style: ButtonStyle.Link, label, url };
}

/** Shows pictures from the message's own files; each description says in words what the picture shows. */
export function gallery(...items: { file: string; description: string }[]) {
  return {
    type: ComponentType.MediaGallery as const,
    items: items.map(({ file, description }) => ({ media: { url: `attachment://${file}` }, description })),
  };
}

/** Offers one of the message's own files for download. */
export function download(file: string) {
  return { type: ComponentType.File as const, file: { url: `attachment://${file}` } };
}
