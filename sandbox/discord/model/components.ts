import { asRecords, isRecord, type Json } from "../json.ts";

/** A component and the way to it from the list it was found in. */
export type Placed = { component: Json; path: (string | number)[] };

/** Every component of a tree, outermost first, with its path: rows, labels, sections with accessories, containers. */
export function everyComponent(components: unknown, path: (string | number)[] = ["components"]): Placed[] {
  return asRecords(components).flatMap((component, index) => placed(component, [...path, index]));
}

/** All custom ids of a tree with the components that carry them. */
export function componentByCustomId(components: unknown, customId: string): Json | undefined {
  return everyComponent(components).find((entry) => entry.component.custom_id === customId)?.component;
}

/** A copy of the tree in which every component has a number (`id`) of its own. */
export function numbered<T>(components: T): T {
  const copy = structuredClone(components);
  const all = everyComponent(copy).map((entry) => entry.component);
  const taken = new Set(all.map((component) => component.id).filter((id) => typeof id === "number" && id > 0));
  let next = 1;
  for (const component of all) {
    if (typeof component.id === "number" && component.id > 0) continue;
    while (taken.has(next)) next += 1;
    taken.add(next);
    component.id = next;
  }
  return copy;
}

/** The text a reader sees in the tree's text displays, in order. */
export function textDisplays(components: unknown): string[] {
  return everyComponent(components)
    .filter((entry) => entry.component.type === 10)
    .map((entry) => String(entry.component.content ?? ""));
}

function placed(component: Json, path: (string | number)[]): Placed[] {
  const inner = isRecord(component.component) ? placed(component.component, [...path, "component"]) : [];
  const accessory = isRecord(component.accessory) ? placed(component.accessory, [...path, "accessory"]) : [];
  return [
    { component, path },
    ...everyComponent(component.components, [...path, "components"]),
    ...inner,
    ...accessory,
  ];
}
