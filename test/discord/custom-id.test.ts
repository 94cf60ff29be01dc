import { createHmac } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { kindOf, openId, sealId } from "../../src/discord/custom-id.ts";

const sign = (text: string) => createHmac("sha256", "key").update(text).digest("hex").slice(0, 32);
const anyone = { server: "700000000000000001", member: undefined };
const ada = { ...anyone, member: "700000000000000301" };

const part = fc.stringMatching(/^[a-z0-9-]{1,12}$/);
const scope = fc.record({ server: part, member: fc.option(part, { nil: undefined }) });

test("default: an id comes apart into what it was made from", () => {
  const id = sealId(sign, anyone, "vote", [12, "for"]);
  expect(kindOf(id)).toBe("vote");
  expect(openId(sign, anyone, id)).toEqual({ kind: "vote", args: ["12", "for"] });
});

test("error: another member, another server, another key or another vote makes it foreign", () => {
  const id = sealId(sign, ada, "vote", [12, "for"]);
  expect(openId(sign, { ...ada, member: "700000000000000302" }, id)).toBe("foreign");
  expect(openId(sign, anyone, id)).toBe("foreign");
  expect(openId(sign, { ...ada, server: "700000000000000009" }, id)).toBe("foreign");
  expect(openId((text) => sign(`other ${text}`), ada, id)).toBe("foreign");
  expect(openId(sign, ada, id.replace("for", "against"))).toBe("foreign");
  expect(openId(sign, ada, "v1:vote:12:for")).toBe("foreign");
  expect(openId(sign, ada, "v1")).toBe("foreign");
});

test("behavior: an id of another version is outdated, whatever follows", () => {
  expect(openId(sign, anyone, "v0:vote:12:for:abcdef")).toBe("outdated");
  expect(openId(sign, anyone, "")).toBe("outdated");
  expect(kindOf("v2:vote:12")).toBeUndefined();
});

test("error: neither a colon nor an over-long id is made", () => {
  expect(() => sealId(sign, anyone, "vote", ["a:b"])).toThrow("colon");
  expect(() => sealId(sign, anyone, "vote", [""])).toThrow("empty");
  expect(() => sealId(sign, anyone, "vote", ["x".repeat(80)])).toThrow("characters long");
});

test("law: what is sealed opens in its own scope and in no other", () => {
  fc.assert(
    fc.property(scope, scope, part, fc.array(part, { maxLength: 3 }), (own, other, kind, args) => {
      const id = sealId(sign, own, kind, args);
      expect(id.length).toBeLessThanOrEqual(100);
      expect(openId(sign, own, id)).toEqual({ kind, args });
      const same = own.server === other.server && own.member === other.member;
      if (!same) expect(openId(sign, other, id)).toBe("foreign");
    }),
  );
});

test("law: no single changed character goes unseen", () => {
  const id = sealId(sign, anyone, "vote", [12, "for"]);
  fc.assert(
    fc.property(fc.nat(id.length - 1), fc.constantFrom(..."abc019:-"), (at, replacement) => {
      const forged = id.slice(0, at) + replacement + id.slice(at + 1);
      const opened = openId(sign, anyone, forged);
      if (forged !== id) expect(opened === "foreign" || opened === "outdated").toBe(true);
    }),
  );
});
