import { listSubscribers } from "../db/subscribers.ts";
import { setReminders } from "../src/actions/votes/set-reminders.ts";
import { command } from "../src/discord/command.ts";
import { say } from "../src/discord/reply.ts";

/** `/notify`: direct messages about what one may still want to vote on, for those who ask for them. */
export const notify = command({
  data: {
    name: "notify",
    description: "Get a direct message before a vote closes without your vote, and when your delegate votes",
    subcommands: {
      on: { description: "Send me these messages" },
      off: { description: "Send me no more of them" },
      status: { description: "Do I get them?" },
    },
  },
  audience: "member",
  run(app, { member, interaction, subcommand }) {
    const isOn =
      subcommand === "status"
        ? listSubscribers(app.db).includes(member.id)
        : setReminders(app, { interaction, member: member.id, on: subcommand === "on" }).on;
    return reminders(isOn, app.config.nodeAlerts !== undefined);
  },
});

function reminders(on: boolean, watchesNodes: boolean) {
  return on
    ? say(
        "good",
        "Reminders are on: you get a direct message:",
        "- before a vote closes in which you have not voted,",
        "- when a member whom you let vote for you has voted, and you can still vote yourself instead.",
        watchesNodes ? "- when one of your nodes needs a look, and when it is back." : undefined,
        "-# Allow direct messages from this server's members. `/notify off` ends them.",
      )
    : say(
        "quiet",
        "Reminders are off.",
        `-# \`/notify on\` turns them on: before a vote closes without your vote, when your delegate votes${watchesNodes ? ", and when your nodes need a look" : ""}.`,
      );
}
