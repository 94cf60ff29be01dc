import { useEffect, useRef } from "preact/hooks";
import { type Drawn, html } from "./html.ts";

/** One row of a list above the composer. */
export type Suggestion = { id: string; title: Drawn; about?: Drawn; side?: string };

type SuggestionListProps = {
  id: string;
  heading: Drawn;
  rows: readonly Suggestion[];
  /** Index of the row the keyboard is on; -1 for none. */
  active: number;
  empty?: Drawn;
  onHover: (index: number) => void;
  onChoose: (index: number) => void;
};

/** The list that opens above the composer: the keys stay in the composer, this only shows and takes clicks. */
export function SuggestionList({ id, heading, rows, active, empty = null, onHover, onChoose }: SuggestionListProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" }), [active]);
  return html`<div class="suggestions">
    <div class="suggestions-head">${heading}</div>
    <div class="suggestions-list" id=${id} role="listbox" aria-label="Suggestions" ref=${box}>
      ${rows.map(
        (
          row,
          index,
        ) => html`<div class="suggestion" key=${row.id} id=${`${id}-${index}`} role="option" aria-selected=${index === active}
        onMouseMove=${() => index !== active && onHover(index)} onMouseDown=${(event: Event) => event.preventDefault()} onClick=${() => onChoose(index)}>
        <span class="suggestion-words"><b>${row.title}</b>${row.about ? html`<small>${row.about}</small>` : null}</span>
        ${row.side ? html`<span class="muted suggestion-side">${row.side}</span>` : null}
      </div>`,
      )}
      ${rows.length === 0 ? empty : null}
    </div>
  </div>`;
}

/** The row an arrow key leads to, around the ends. */
export function stepped(active: number, key: "ArrowUp" | "ArrowDown" | string, count: number): number {
  if (count === 0) return -1;
  const next = active + (key === "ArrowDown" ? 1 : -1);
  return next < 0 ? count - 1 : next % count;
}
