CREATE TABLE `correction` (
	`report` integer NOT NULL,
	`number` integer NOT NULL,
	`at` integer NOT NULL,
	`statement` text NOT NULL,
	`changes` text NOT NULL,
	PRIMARY KEY(`report`, `number`),
	FOREIGN KEY (`report`) REFERENCES `report`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `fee` (
	`chain` integer NOT NULL,
	`transaction` text NOT NULL,
	`sender` text NOT NULL,
	`amount` text NOT NULL,
	`data` text,
	`block` integer NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`chain`, `transaction`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `fee_at` ON `fee` (`chain`,`at`);--> statement-breakpoint
CREATE TABLE `outdated` (
	`report` integer PRIMARY KEY NOT NULL,
	`since` integer NOT NULL,
	FOREIGN KEY (`report`) REFERENCES `report`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
ALTER TABLE `flow` ADD `counterparty` text;--> statement-breakpoint
ALTER TABLE `flow` ADD `shares` text;--> statement-breakpoint
ALTER TABLE `reading` ADD `quoted` text;--> statement-breakpoint
ALTER TABLE `reading` ADD `health` text;--> statement-breakpoint
ALTER TABLE `reading` ADD `unlocks` text;
--> statement-breakpoint
CREATE TRIGGER `correction_no_update` BEFORE UPDATE ON `correction` BEGIN SELECT RAISE(ABORT, 'correction rows are never changed'); END;
--> statement-breakpoint
CREATE TRIGGER `correction_no_delete` BEFORE DELETE ON `correction` BEGIN SELECT RAISE(ABORT, 'correction rows are never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER `fee_no_update` BEFORE UPDATE ON `fee` BEGIN SELECT RAISE(ABORT, 'fee rows are never changed'); END;
--> statement-breakpoint
CREATE TRIGGER `fee_no_delete` BEFORE DELETE ON `fee` BEGIN SELECT RAISE(ABORT, 'fee rows are never deleted'); END;
