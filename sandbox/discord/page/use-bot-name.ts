import { state } from "./state.ts";
import { useStore } from "./store.ts";

/** What the server's application is called. */
export function useBotName(): string {
  return useStore(state, ({ view }) => {
    const bot = view?.members.find((member) => member.bot);
    return bot?.global_name ?? bot?.username ?? "The application";
  });
}
