CREATE TABLE `__new_flow` (
	`chain` integer NOT NULL,
	`transaction` text NOT NULL,
	`log_index` integer NOT NULL,
	`position` text NOT NULL,
	`leg` text NOT NULL,
	`part` integer NOT NULL,
	`direction` text NOT NULL,
	`token` text NOT NULL,
	`amount` text NOT NULL,
	`block` integer NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`chain`, `transaction`, `log_index`, `position`, `leg`, `part`),
	CONSTRAINT "flow_direction" CHECK("direction" in ('in', 'out'))
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_flow`("chain", "transaction", "log_index", "position", "leg", "part", "direction", "token", "amount", "block", "at") SELECT "chain", "transaction", "log_index", "position", '', 0, "direction", "token", "amount", "block", "at" FROM `flow`;--> statement-breakpoint
DROP TABLE `flow`;--> statement-breakpoint
ALTER TABLE `__new_flow` RENAME TO `flow`;--> statement-breakpoint
CREATE INDEX `flow_at` ON `flow` (`position`,`at`);--> statement-breakpoint
CREATE TABLE `__new_reading` (
	`position` text NOT NULL,
	`leg` text NOT NULL,
	`kind` text NOT NULL,
	`chain` integer NOT NULL,
	`block` integer NOT NULL,
	`block_hash` text NOT NULL,
	`at` integer NOT NULL,
	`token` text NOT NULL,
	`amount` text NOT NULL,
	`shares` text,
	`growth` text,
	PRIMARY KEY(`position`, `leg`, `block`),
	CONSTRAINT "reading_kind" CHECK("kind" in ('held', 'debt', 'claimable', 'locked', 'pooled'))
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_reading`("position", "leg", "kind", "chain", "block", "block_hash", "at", "token", "amount", "shares", "growth") SELECT "position", '', 'held', "chain", "block", "block_hash", "at", "token", "amount", "shares", NULL FROM `reading`;--> statement-breakpoint
DROP TABLE `reading`;--> statement-breakpoint
ALTER TABLE `__new_reading` RENAME TO `reading`;--> statement-breakpoint
CREATE INDEX `reading_at` ON `reading` (`position`,`at`);
--> statement-breakpoint
CREATE TRIGGER `flow_no_update` BEFORE UPDATE ON `flow` BEGIN SELECT RAISE(ABORT, 'flow rows are never changed'); END;
--> statement-breakpoint
CREATE TRIGGER `flow_no_delete` BEFORE DELETE ON `flow` BEGIN SELECT RAISE(ABORT, 'flow rows are never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER `reading_no_update` BEFORE UPDATE ON `reading` BEGIN SELECT RAISE(ABORT, 'reading rows are never changed'); END;
--> statement-breakpoint
CREATE TRIGGER `reading_no_delete` BEFORE DELETE ON `reading` BEGIN SELECT RAISE(ABORT, 'reading rows are never deleted'); END;
