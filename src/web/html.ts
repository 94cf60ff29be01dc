/** Markup in which everything that was put in has been made inert. */
export type Html = { readonly markup: string };

type Value = Html | string | number | readonly Html[];

const CODES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};

/** Markup from a template; whatever is put in is text, in elements and in quoted attributes, unless it is markup already. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  const parts = strings.map((string, index) => (index === 0 ? string : inert(values[index - 1]) + string));
  return { markup: parts.join("") };
}

function inert(value: Value | undefined): string {
  if (value === undefined) return "";
  if (typeof value === "string" || typeof value === "number") return escapeText(String(value));
  return "markup" in value ? value.markup : value.map(({ markup }) => markup).join("");
}

/** The one place where text becomes markup. */
function escapeText(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => CODES[character] ?? "");
}
