import { readFileSync } from "node:fs";
import { jobs } from "../jobs/index.ts";
import { describeConfig, describeEnvironment, type KeyDescription } from "../src/config/describe.ts";
import { kinds } from "../src/setup/kinds.ts";

const introduction = `# Configuration

*Written by \`npm run docs\` from the schema that Steward itself checks with; a test fails when the two differ.*

Steward is told three things:

- **the environment**: secrets and places (the bot's token, RPC URLs, folders). A \`.env\` file in the working directory is read too.
- **the config**: the community (server, channels, roles, chains, contracts, parameters, rules). One file, \`steward.config.ts\`,
  \`.js\` or \`.json\` in the working directory, or whatever \`STEWARD_CONFIG\` names. A module exports it as its default
  (\`export default { … }\`); no import is needed. A config holds no secrets.
- **on Discord**: where the bot may speak. See *On Discord* below.

Everything wrong with environment and config is said at once, by name, and the exit code is 78. \`npx steward doctor\` goes on from
there: it looks at Discord, the RPC providers and the contracts, and says what to do.

## Rules that hold everywhere

- **Every period is in whole seconds**, and a vote or a report may be as short as you like: \`"periodSeconds": 60\` is a vote of a minute.
- **Ids of Discord are text, in quotes**: 17 to 20 digits do not fit a JSON number. (Discord: Settings → Advanced → Developer Mode; then right-click → Copy ID.)
- **Names** (of tokens, parameters, rule packs …) are yours: lower-case letters, digits and dashes, at most 32. Other keys refer to them.
- **Shares** are text with a percent sign, \`"4 %"\` or \`"66.67 %"\`: no rounding error can decide a vote.
- **Integers beyond 2^53** may be text: \`"1000000000000000000"\`.
- **Unknown keys are refused**, so that a typing error does not pass as a default.
- A key whose *default* column is empty and that is not *required* may be left out.

## When things happen

- A vote is open for \`voting.periodSeconds\`; a ballot counts when Discord received it before the end. It is **counted no sooner than 60 seconds
  after its end**, while Steward is connected, so that ballots on their way arrive. A vote of 60 seconds has its result after about two minutes.
- A report covers a whole period and is posted once the period has ended and everything in it is final on every chain it reads.
  It waits for that as long as the period itself, at most six hours, and then says what is missing: let a period be longer than the chain takes to finality.
- A vote's weights are read at a **final** block that Steward chooses when the proposal opens; wallets linked later count with their weight at that same block.
- After a vote has passed, a treasurer asks for the hand-off (\`/execute\`) and sends it with their own wallet. Steward follows it on chain, in final blocks only, until
  the chain holds the voted value.

## Finality

\`chains.<chain id>.finality\` says which block Steward believes. \`{"kind": "finalized"}\`, the default, asks the node for its \`finalized\` block: right for
Ethereum and the rollups on it. \`{"kind": "depth", "blocks": n}\` takes the block \`n\` below the newest, for chains whose nodes know no such tag.

A **local anvil** chain makes blocks only when somebody sends something, and its \`finalized\` block is 64 blocks behind by default. Start it with
\`--slots-in-an-epoch 1\` (then it is two blocks behind), or set \`{"kind": "depth", "blocks": 0}\`; and mine a block or two after what is to be seen.

## On Discord

1. Make an application and its bot in the developer portal; put the token into \`DISCORD_TOKEN\`. It needs **no privileged intents**.
2. Add it to the server with the scopes \`bot\` and \`applications.commands\`; \`npx steward doctor\` prints the address to open.
3. In each channel that the config names, its role needs: **View Channel, Send Messages, Embed Links, Attach Files, Read Message History,
   Create Public Threads, Send Messages in Threads**. Never Administrator.
4. Slash commands are registered for this one server each time Steward starts; there is nothing to do by hand. Discord shows every command to everybody;
   **who may use it is decided by \`roles\`**, from the member's roles at each call and each click: \`roles.member\` may propose and vote (empty: everybody on the
   server), \`roles.maintainer\` may ask for reports, \`roles.treasurer\` for hand-offs. To hide commands as well, use the server's settings → Integrations.
5. To vote in an electorate of kind \`votes\`, a member links a wallet (\`/wallet link\`) whose votes are delegated, to itself or from others, at the snapshot.
`;

/** The page docs/config.md, as the schema stands now. */
export function configPage(): string {
  const config = describeConfig(kinds);
  const sections = [...new Set(config.map(({ key }) => sectionOf(key)))];
  return [
    introduction,
    "## The environment\n",
    table(describeEnvironment(), "variable"),
    rpcUrls,
    "## The config, key by key\n",
    "`<name>` stands for a name of yours, `[]` for each entry of a list. Where a key belongs to one kind only, the kind stands above its table.\n",
    ...sections.map((section) =>
      describeSection(
        section,
        config.filter(({ key }) => sectionOf(key) === section),
      ),
    ),
    jobTable(),
    "## Examples\n",
    "The addresses are placeholders. Both are checked by the tests, and stand in `docs/examples/`.\n",
    "### The least that works\n",
    code("minimal"),
    "### Every section\n",
    code("whole"),
  ].join("\n");
}

const rpcUrls = `
\`RPC_URLS_<chainId>\`: for each chain of the config, its RPC URLs (\`http://\` or \`https://\`), separated by commas, in order of preference, such as
\`RPC_URLS_42161=https://one.example/key,https://two.example/key\`. The next is used when one fails. Secrets, because they carry keys. They must serve
\`eth_call\` and \`eth_getLogs\` for past blocks; for opening balances of old periods an archive node is needed.
With \`eth_simulateV1\` proposals are simulated before they are voted on and signed, with \`debug_traceCall\` storage is looked at as well; without either, cards say what was not seen.
`;

function jobTable(): string {
  const rows = jobs.map(({ name, schedule }) => `| \`${name}\` | \`${schedule}\` |`);
  const head =
    "The jobs there are, and their own schedules. A job also runs when something happened that it may act on, and when it said it would.\n";
  return [head, "| job | schedule |", "|---|---|", ...rows, ""].join("\n");
}

function sectionOf(key: string): string {
  return key.split(/[.[]/)[0] ?? key;
}

function describeSection(section: string, keys: readonly KeyDescription[]): string {
  const [first, ...rest] = keys;
  if (first === undefined) return "";
  if (rest.length === 0) return `### \`${section}\`\n\n${table(keys, "key")}`;
  const facts = [
    first.required ? "Required" : "Optional",
    first.default === undefined ? "" : `default \`${first.default}\``,
  ]
    .filter(Boolean)
    .join(", ");
  const kinds = [...new Set(rest.map(({ kind }) => kind))];
  const tables = kinds.map(
    (kind) =>
      `${kind === undefined ? "" : `With \`${kind}\`:\n\n`}${table(
        rest.filter((one) => one.kind === kind),
        "key",
      )}`,
  );
  return `### \`${section}\`\n\n${first.description} ${facts}.\n\n${tables.join("\n")}`;
}

function table(keys: readonly KeyDescription[], title: string): string {
  const rows = keys.map(({ key, type, required, default: fallback, description, example }) =>
    [`\`${key}\``, cell(type), required ? "required" : mono(fallback), cell(description), mono(example)].join(" | "),
  );
  return [
    `| ${title} | type | default | what it is | example |`,
    "|---|---|---|---|---|",
    ...rows.map((row) => `| ${row} |`),
    "",
  ].join("\n");
}

function mono(text: string | undefined): string {
  return text === undefined ? "" : `\`${cell(text)}\``;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

function code(name: string): string {
  const text = readFileSync(new URL(`../docs/examples/${name}.json`, import.meta.url), "utf8");
  return `\`\`\`json\n${text}\`\`\`\n`;
}
