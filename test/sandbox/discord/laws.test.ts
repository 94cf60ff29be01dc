import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createClock } from "../../../sandbox/discord/clock.ts";
import { everyComponent, numbered } from "../../../sandbox/discord/model/components.ts";
import { ALL_PERMISSIONS } from "../../../sandbox/discord/model/permission-bits.ts";
import { channelPermissions } from "../../../sandbox/discord/model/permissions.ts";
import { errorTree } from "../../../sandbox/discord/rules/problem.ts";
import { heliogridSeed } from "../../../sandbox/discord/seed.ts";
import { createSnowflakes, madeAtMs } from "../../../sandbox/discord/snowflake.ts";
import { createState } from "../../../sandbox/discord/state.ts";
import { SERVER } from "../../../sandbox/people.ts";

const from2016To2090Ms = fc.integer({ min: 1_451_606_400_000, max: 3_786_912_000_000 });
const bits = fc.bigInt({ min: 0n, max: (1n << 52n) - 1n });

describe("laws", () => {
  it("law: ids have 17 to 19 digits, carry their time, differ, and keep their order", () => {
    fc.assert(
      fc.property(from2016To2090Ms, fc.nat(1000), (startMs, stepMs) => {
        let nowMs = startMs;
        const next = createSnowflakes(createClock(0, () => nowMs));
        const first = next();
        const second = next();
        nowMs += stepMs;
        const third = next();
        for (const id of [first, second, third]) expect(id).toMatch(/^\d{17,19}$/);
        expect(madeAtMs(first)).toBe(startMs);
        expect(madeAtMs(third)).toBe(startMs + stepMs);
        expect(BigInt(first) < BigInt(second) && BigInt(second) < BigInt(third)).toBe(true);
      }),
    );
  });

  it("law: numbering gives every component a number of its own and keeps those that were given", () => {
    const leaf = fc.record({
      type: fc.constant(10),
      id: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
    });
    const tree = fc.array(fc.record({ type: fc.constant(17), components: fc.array(leaf, { maxLength: 4 }) }), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(tree, (components) => {
        const given = everyComponent(components).map(({ component }) => component.id);
        fc.pre(new Set(given.filter(Boolean)).size === given.filter(Boolean).length);
        const ids = everyComponent(numbered(components)).map(({ component }) => component.id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const [index, id] of given.entries()) if (id !== undefined) expect(ids[index]).toBe(id);
      }),
    );
  });

  it("law: an own overwrite decides over roles, roles over everyone, and an owner is above all", () => {
    fc.assert(
      fc.property(bits, bits, (allow, deny) => {
        const state = createState(heliogridSeed());
        const [bot, owner] = [SERVER.application, SERVER.owner].map((id) => state.accounts.get(id));
        const channel = state.channels.get(SERVER.channels.general);
        if (!bot || !owner || !channel) throw new Error("the seed is incomplete");
        const overwrite = (id: string, type: 0 | 1, allowed: bigint, denied: bigint) => ({
          id,
          type,
          allow: allowed.toString(),
          deny: denied.toString(),
        });
        const viewing = allow | 1024n;
        channel.overwrites = [
          overwrite(SERVER.guild, 0, 0n, ALL_PERMISSIONS),
          overwrite(SERVER.botRole, 0, ALL_PERMISSIONS, 0n),
          overwrite(bot.id, 1, viewing, deny),
        ];
        const held = channelPermissions(state, bot, channel);
        expect(held & viewing).toBe(viewing);
        expect(held & deny & ~viewing).toBe(0n);
        expect(channelPermissions(state, owner, channel)).toBe(ALL_PERMISSIONS);
      }),
    );
  });

  it("law: an error tree holds every problem at its path", () => {
    const path = fc.array(fc.oneof(fc.constantFrom("a", "b", "data"), fc.nat(3)), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(path, { maxLength: 6 }), (paths) => {
        const tree = errorTree(paths.map((at, index) => ({ path: at, code: `C${index}`, message: "m" })));
        for (const [index, at] of paths.entries()) {
          const node = at.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], tree);
          expect((node as { _errors: { code: string }[] })._errors.map((error) => error.code)).toContain(`C${index}`);
        }
      }),
    );
  });
});
