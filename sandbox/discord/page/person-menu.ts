import { useEffect, useRef, useState } from "preact/hooks";
import { Avatar } from "./avatar.ts";
import { html } from "./html.ts";
import { Icon } from "./icons.ts";
import { become } from "./session.ts";
import { state } from "./state.ts";
import { useStore } from "./store.ts";
import { ThemeToggle } from "./theme-toggle.ts";
import type { Person } from "./wire.ts";

/** Who one is, and the list to become somebody else. */
export function PersonMenu() {
  const people = useStore(state, (current) => current.people);
  const me = useStore(state, (current) => current.people.find((person) => person.id === current.me));
  const { root, button, open, setOpen, choose, keys } = useMenu((id) => void become(id));
  const item = (person: Person) => html`<button type="button" key=${person.id} class="person-item"
    role="menuitemradio" aria-checked=${person.id === me?.id} onClick=${() => choose(person.id)}>
    <${Face} person=${person} /></button>`;
  return html`<div class="person" ref=${root} onKeyDown=${keys}>
    ${
      open
        ? html`<div class="person-list" role="menu" aria-label="Become somebody else">
            <p class="muted">Be somebody else</p>${people.map(item)}</div>`
        : null
    }
    <button type="button" class="person-button" ref=${button} aria-haspopup="menu" aria-expanded=${open} onClick=${() => setOpen(!open)}>
      ${me ? html`<${Face} person=${me} prefix="You are " />` : "Nobody yet"}<${Icon} name="chevron" size=${18} />
    </button>
    <${ThemeToggle} />
  </div>`;
}

function useMenu(onChoose: (id: string) => void) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return undefined;
    root.current?.querySelector<HTMLElement>("[aria-checked=true]")?.focus();
    const away = (event: PointerEvent) => !root.current?.contains(event.target as Node) && setOpen(false);
    document.addEventListener("pointerdown", away);
    return () => document.removeEventListener("pointerdown", away);
  }, [open]);
  const choose = (id: string) => {
    setOpen(false);
    button.current?.focus();
    onChoose(id);
  };
  const keys = (event: KeyboardEvent) => {
    if (!open) return;
    const items = [...(root.current?.querySelectorAll<HTMLElement>("[role=menuitemradio]") ?? [])];
    const at = items.indexOf(document.activeElement as HTMLElement);
    if (event.key === "Escape") setOpen(false);
    else if (event.key === "ArrowDown") items[(at + 1) % items.length]?.focus();
    else if (event.key === "ArrowUp") items.at(at - 1)?.focus();
    else return;
    event.stopPropagation();
    event.preventDefault();
  };
  return { root, button, open, setOpen, choose, keys };
}

function Face({ person, prefix = "" }: { person: Person; prefix?: string }) {
  const view = useStore(state, (current) => current.view);
  const names = person.roles
    .map((id) => view?.roles.find((role) => role.id === id)?.name)
    .filter((name) => name !== undefined);
  return html`<${Avatar} id=${person.id} name=${person.displayName} size=${32} />
    <span class="face"><b>${prefix}${person.displayName}</b>
      <span class="badges">${names.length > 0 ? names.map((name) => html`<span class=${`badge ${name}`}>${name}</span>`) : html`<span class="muted">no roles</span>`}</span>
    </span>`;
}
