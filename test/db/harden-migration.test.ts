import { expect, test } from "vitest";
import { hardenMigration } from "../../scripts/harden-migration.ts";

const rebuild = `PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE \`__new_ballot\` (
	\`id\` text PRIMARY KEY NOT NULL,
	\`choice\` text NOT NULL,
	CONSTRAINT "ballot_choice" CHECK("__new_ballot"."choice" in ('for', 'against'))
);
--> statement-breakpoint
ALTER TABLE \`__new_ballot\` RENAME TO \`ballot\`;--> statement-breakpoint
CREATE INDEX \`ballot_choice\` ON \`ballot\` (\`choice\`);
`;

test("default: a rebuilt table stays STRICT and gets its triggers back, after its renaming", () => {
  const hardened = hardenMigration(rebuild);
  expect(hardened).toContain(`CONSTRAINT "ballot_choice" CHECK("choice" in ('for', 'against'))\n) STRICT;`);
  const [renamed, guarded] = ["RENAME TO `ballot`", "CREATE TRIGGER `ballot_no_update`"].map((text) =>
    hardened.indexOf(text),
  );
  expect(renamed).toBeGreaterThan(0);
  expect(guarded).toBeGreaterThan(Number(renamed));
  expect(hardened).toContain("CREATE TRIGGER `ballot_no_delete`");
});

test("behavior: a migration that creates no table gets no triggers", () => {
  const sql = "ALTER TABLE `node` ADD `maker` text;\n";
  expect(hardenMigration(sql)).toBe(sql);
});

test("behavior: a table whose rows may change is STRICT and has no triggers", () => {
  const hardened = hardenMigration("CREATE TABLE `run` (\n\t`job` text PRIMARY KEY NOT NULL\n);\n");
  expect(hardened).toBe("CREATE TABLE `run` (\n\t`job` text PRIMARY KEY NOT NULL\n) STRICT;\n");
});
