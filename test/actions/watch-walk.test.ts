import { type Hex, pad } from "viem";
import { expect, test } from "vitest";
import { listEventsBeside, verifyEvents } from "../../db/events.ts";
import { openDb } from "../../db/open.ts";
import { listUnposted } from "../../db/outbox.ts";
import { watchExecutors } from "../../jobs/watch-executors.ts";
import { startWorld } from "../../sandbox/chain/world.ts";
import { UNASKED, type Unasked } from "../../src/actions/handoffs/unasked.ts";
import { createRandom } from "../support/random.ts";
import { createWatchedWorld, deployDelay, hashText } from "../support/watched-world.ts";
import { encode } from "../support/world-app.ts";

const torture = process.env["STEWARD_TORTURE"] === "1";
const seeds = torture ? Array.from({ length: 20 }, (_, index) => index + 1) : [20_261_125];
const STEPS = torture ? 60 : 30;
const ZERO = pad("0x", { size: 32 });

/** What was done past every vote, as it has to be said: once. */
type Expected = { step: string; id: string; transaction: Hex };

test.each(seeds)(
  "law: whatever is done, and wherever the process dies, all that is unasked is said once and nothing else, seed %i",
  async (seed) => {
    const started = await startWorld();
    const here = await createWatchedWorld(started.world, await deployDelay(started.world));
    const { app, wallet } = here;
    const { dollar, governor, registry } = here.world.addresses;
    const random = createRandom(seed);
    const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T;
    const expected: Expected[] = [];
    const scheduled: { id: Hex; call: readonly unknown[] }[] = [];
    let count = 0;

    const steps: Record<string, () => Promise<void>> = {
      "a foreign proposal": async () => {
        const data = encode("HelioGovernor", "propose", [registry], [0n], ["0x1234"], `foreign ${count}`);
        const transaction = await app.send(wallet("theo"), governor, data);
        expected.push({ step: "proposed", id: "", transaction });
      },
      "a proposal that passed here": async () => {
        const vote = await here.decide({
          kind: "parameter",
          parameter: "operator-fee",
          value: `${count + 11} %`,
        });
        if (random() < 0.5) await here.handOff(vote);
        await here.step(vote, "propose", wallet("theo"));
      },
      "a proposal that failed here": async () => {
        const ask = { kind: "parameter", parameter: "unbonding-period", value: `${count + 20} d` } as const;
        const vote = await here.decide(ask, "against");
        const transaction = await here.step(vote, "propose", wallet("theo"));
        expected.push({ step: "proposed", id: vote.predicted[0]?.id ?? "", transaction });
      },
      "a foreign operation": async () => {
        const call = [dollar, 0n, "0x1234", ZERO, hashText(`salt ${count}`)];
        const transaction = await here.timelock(wallet("theo"), "schedule", ...call, 60n);
        const id = (await app.rpc<{ logs: { topics: Hex[] }[] }>("eth_getTransactionReceipt", transaction)).logs[0]
          ?.topics[1] as Hex;
        scheduled.push({ id, call });
        expected.push({ step: "scheduled", id, transaction });
      },
      "a cancelled operation": async () => {
        const one = scheduled.pop();
        if (one === undefined) return;
        const transaction = await here.timelock(wallet("theo"), "cancel", one.id);
        expected.push({ step: "cancelled", id: one.id, transaction });
        if (random() < 0.5) return;
        // The same operation scheduled again is another deed.
        const again = await here.timelock(wallet("theo"), "schedule", ...one.call, 60n);
        expected.push({ step: "scheduled", id: one.id, transaction: again });
      },
      "an operation that passed here": async () => {
        const ask = { kind: "parameter", parameter: "minimum-stake", value: `${count + 1}` } as const;
        const vote = await here.decide(ask);
        await here.step(vote, "schedule", wallet("theo"));
      },
      "a foreign transaction of the Safe": async () => {
        const data = encode("TestDollar", "approve", wallet("ada"), BigInt(count));
        const id = await here.safe.hash(dollar, data);
        const transaction = await here.safe.execute(dollar, data);
        expected.push({ step: "approved", id, transaction: "0x" }, { step: "executed", id, transaction });
      },
      "a transaction of the Safe that passed here": async () => {
        const args = `${wallet("ben")}, ${count + 1}`;
        await here.decide({ kind: "call", target: dollar, signature: "approve(address,uint256)", args });
        const data = encode("TestDollar", "approve", wallet("ben"), BigInt(count + 1));
        await here.safe.execute(dollar, data);
        if (random() < 0.5) return;
        // Once is what was voted; twice is not.
        const id = await here.safe.hash(dollar, data);
        const transaction = await here.safe.execute(dollar, data);
        expected.push({ step: "approved", id, transaction: "0x" }, { step: "executed", id, transaction });
      },
    };

    /** Dies at a random place within a run: in a read, in the middle of a transaction, or not at all; then starts anew on the same file. */
    const runOrDie = async () => {
      const chain = app.chains.get(here.world.chainId);
      const { transaction } = chain;
      let left = Math.floor(random() * 4);
      const die = () => {
        left -= 1;
        if (left < 0) throw new Error("killed");
      };
      const { wake } = app;
      if (random() < 0.5) {
        if (random() < 0.5) app.wake = () => die();
        else
          chain.transaction = async (hash) => {
            die();
            return transaction(hash);
          };
      }
      await watchExecutors.run(app).catch((error: unknown) => expect(String(error)).toContain("killed"));
      app.wake = wake;
      chain.transaction = transaction;
      app.db.$client.close();
      app.db = openDb(app.path);
    };

    try {
      await watchExecutors.run(app);
      for (count = 0; count < STEPS; count += 1) {
        await steps[pick(Object.keys(steps))]?.();
        if (random() < 0.4) await runOrDie();
      }
      await watchExecutors.run(app);
      expect((await watchExecutors.run(app)).did).toEqual({ unasked: 0 });
      const seen = listEventsBeside(app.db, [UNASKED]).map(({ body }) => JSON.parse(body) as Unasked);
      const written = (one: Expected) => `${one.step} ${one.step === "approved" ? one.id : one.transaction}`;
      expect(seen.map(written).sort()).toEqual(expected.map(written).sort());
      expect(listUnposted(app.db).filter(({ kind }) => kind === "unasked")).toHaveLength(expected.length);
      expect(verifyEvents(app.db).broken).toBeUndefined();
    } finally {
      await started.stop();
    }
  },
  300_000,
);
