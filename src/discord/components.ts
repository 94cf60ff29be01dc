import type {
  APIActionRowComponent,
  APIButtonComponent,
  APIComponentInContainer,
  APIMessageTopLevelComponent,
  APISelectMenuOption,
  APIStringSelectComponent,
} from "discord.js";
import { ButtonStyle, ComponentType } from "discord.js";
import { limits } from "./limits.ts";
import { shorten } from "./shorten.ts";

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

type SelectOptions = {
  id: string;
  placeholder: string;
  /** At least one; those beyond Discord's twenty-five are left out. Values are not cut: they would name something else. */
  options: readonly { label: string; value: string; description?: string; chosen?: boolean }[];
  /** How many are to be chosen; one where nothing is said. */
  min?: number;
  max?: number;
};

/** A list to choose from, which fills a row of its own; its id comes from `seal`. */
export function select({
  id,
  placeholder,
  options,
  min = 1,
  max = 1,
}: SelectOptions): APIActionRowComponent<APIStringSelectComponent> {
  const offered = options.slice(0, limits.selectOptions);
  const most = Math.min(Math.max(max, 1), Math.max(offered.length, 1));
  const chosen = offered.filter(({ chosen }) => chosen === true).slice(0, most);
  return {
    type: ComponentType.ActionRow,
    components: [
      {
        type: ComponentType.StringSelect,
        custom_id: id,
        placeholder: shorten(placeholder, limits.selectPlaceholder),
        options: offered.map((option) => selectOption(option, chosen.includes(option))),
        min_values: Math.min(Math.max(min, 0), most),
        max_values: most,
      },
    ],
  };
}

function selectOption(
  { label, value, description }: SelectOptions["options"][number],
  chosen: boolean,
): APISelectMenuOption {
  return {
    label: shorten(label, limits.optionLabel) || "–",
    value,
    ...(description ? { description: shorten(description, limits.optionDescription) } : {}),
    ...(chosen ? { default: true } : {}),
  };
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
