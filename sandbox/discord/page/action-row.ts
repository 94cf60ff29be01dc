import type { APIComponentInMessageActionRow, APISelectMenuComponent } from "discord-api-types/v10";
import { Button } from "./button.ts";
import { pressComponent } from "./flows.ts";
import { html } from "./html.ts";
import { Select } from "./select.ts";
import { defaultsOf, picksOf } from "./select-picks.ts";
import { state } from "./state.ts";
import { useStore } from "./store.ts";
import { COMPONENT, type Message } from "./wire.ts";

type RowProps = { components: readonly APIComponentInMessageActionRow[]; message: Message };

/** A row of up to five buttons, or one select. */
export function ActionRow({ components, message }: RowProps) {
  return html`<div class="action-row">
    ${components.map((component) =>
      component.type === COMPONENT.button
        ? html`<${Button} button=${component} message=${message} />`
        : html`<${MessageSelect} select=${component} message=${message} />`,
    )}
  </div>`;
}

function MessageSelect({ select, message }: { select: APISelectMenuComponent; message: Message }) {
  const view = useStore(state, (current) => current.view);
  const busy = useStore(state, (current) => current.busy === `${message.id}/${select.custom_id}`);
  return html`<${Select}
    label=${select.placeholder ?? "Make a selection"}
    picks=${picksOf(select, view)}
    selected=${defaultsOf(select)}
    min=${select.min_values ?? 1}
    max=${select.max_values ?? 1}
    disabled=${busy || (select.disabled ?? false)}
    searchable=${select.type !== COMPONENT.stringSelect}
    onDone=${(values: string[]) => pressComponent(message.id, select.custom_id, values)}
  />`;
}
