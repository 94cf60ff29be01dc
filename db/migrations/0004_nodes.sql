CREATE TABLE `cohort` (
	`source` text NOT NULL,
	`epoch` integer NOT NULL,
	`cohort` text NOT NULL,
	`token` text NOT NULL,
	`nodes` integer NOT NULL,
	`total` text NOT NULL,
	`median` text NOT NULL,
	PRIMARY KEY(`source`, `epoch`, `cohort`, `token`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `epoch` (
	`source` text NOT NULL,
	`epoch` integer NOT NULL,
	`first_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	`rewards` integer NOT NULL,
	`settled` integer NOT NULL,
	PRIMARY KEY(`source`, `epoch`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `node_alert` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`source` text NOT NULL,
	`node` integer,
	`cohort` text NOT NULL,
	`kind` text NOT NULL,
	`facts` text NOT NULL,
	`opened_at` integer NOT NULL,
	`cleared_at` integer,
	`opened_in` integer NOT NULL,
	`cleared_in` integer,
	CONSTRAINT "node_alert_kind" CHECK("kind" in ('missed', 'drop', 'claimable', 'term', 'outage'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `node_alert_open` ON `node_alert` (`source`,`cleared_at`);--> statement-breakpoint
CREATE INDEX `node_alert_node` ON `node_alert` (`node`,`kind`);--> statement-breakpoint
CREATE INDEX `node_alert_opened` ON `node_alert` (`opened_in`);--> statement-breakpoint
CREATE INDEX `node_alert_cleared` ON `node_alert` (`cleared_in`);--> statement-breakpoint
CREATE TABLE `node_term` (
	`source` text NOT NULL,
	`block` integer NOT NULL,
	`log_index` integer NOT NULL,
	`part` integer NOT NULL,
	`node` integer NOT NULL,
	`term` text NOT NULL,
	`value` text NOT NULL,
	`at` integer NOT NULL,
	`transaction` text NOT NULL,
	PRIMARY KEY(`source`, `block`, `log_index`, `part`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `node_term_node` ON `node_term` (`node`,`term`,`block`);--> statement-breakpoint
CREATE TABLE `oddity` (
	`source` text NOT NULL,
	`about` text NOT NULL,
	`what` text NOT NULL,
	`block` integer,
	`transaction` text,
	`at` integer NOT NULL,
	PRIMARY KEY(`source`, `about`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `oddity_at` ON `oddity` (`source`,`at`);--> statement-breakpoint
CREATE TABLE `reward_root` (
	`source` text NOT NULL,
	`epoch` integer NOT NULL,
	`root` text NOT NULL,
	`distributor` text NOT NULL,
	`block` integer NOT NULL,
	`log_index` integer NOT NULL,
	`transaction` text NOT NULL,
	`at` integer NOT NULL,
	`facts` text NOT NULL,
	`state` text NOT NULL,
	`reason` text,
	`tried_at` integer,
	PRIMARY KEY(`source`, `block`, `log_index`),
	CONSTRAINT "reward_root_state" CHECK("state" in ('pending', 'verified', 'refused', 'closed'))
) STRICT;
--> statement-breakpoint
CREATE TABLE `reward_total` (
	`node` integer NOT NULL,
	`token` text NOT NULL,
	`kind` text NOT NULL,
	`amount` text NOT NULL,
	`rewards` integer NOT NULL,
	`first_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	PRIMARY KEY(`node`, `token`, `kind`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `__new_node` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`source` text NOT NULL,
	`node` text NOT NULL,
	`owner` text NOT NULL,
	`region` text,
	`class` text,
	`since` integer NOT NULL,
	`until` integer
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_node`("source", "node", "owner", "region", "class", "since", "until") SELECT "source", "node", "owner", "region", NULL, "since", "until" FROM `node` ORDER BY "source", "node";--> statement-breakpoint
DROP TABLE `node`;--> statement-breakpoint
ALTER TABLE `__new_node` RENAME TO `node`;--> statement-breakpoint
CREATE INDEX `node_owner` ON `node` (`owner`);--> statement-breakpoint
CREATE UNIQUE INDEX `node_name` ON `node` (`source`,`node`);
--> statement-breakpoint
CREATE TABLE `__new_reward` (
	`source` text NOT NULL,
	`epoch` integer NOT NULL,
	`node` integer NOT NULL,
	`block` integer NOT NULL,
	`log_index` integer NOT NULL,
	`part` integer NOT NULL,
	`kind` text NOT NULL,
	`token` text NOT NULL,
	`amount` text NOT NULL,
	`recipient` text NOT NULL,
	`at` integer NOT NULL,
	`transaction` text NOT NULL,
	PRIMARY KEY(`source`, `epoch`, `node`, `block`, `log_index`, `part`),
	CONSTRAINT "reward_kind" CHECK("kind" in ('paid', 'accrued', 'locked', 'claimed', 'lost'))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `node`("source", "node", "owner", "since") SELECT "source", "node", "recipient", min("at") FROM `reward` WHERE NOT EXISTS (SELECT 1 FROM `node` WHERE "node"."source" = "reward"."source" AND "node"."node" = "reward"."node") GROUP BY "source", "node";--> statement-breakpoint
INSERT INTO `__new_reward`("source", "epoch", "node", "block", "log_index", "part", "kind", "token", "amount", "recipient", "at", "transaction") SELECT "reward"."source", coalesce("reward"."epoch", "reward"."at" / 86400), "node"."id", "reward"."block", "reward"."log_index", 0, 'paid', "reward"."token", "reward"."amount", "reward"."recipient", "reward"."at", "reward"."transaction" FROM `reward` JOIN `node` ON "node"."source" = "reward"."source" AND "node"."node" = "reward"."node";--> statement-breakpoint
DROP TABLE `reward`;--> statement-breakpoint
ALTER TABLE `__new_reward` RENAME TO `reward`;--> statement-breakpoint
INSERT INTO `reward_total` SELECT "node", "token", "kind", big_sum("amount"), count(*), min("at"), max("at") FROM `reward` GROUP BY "node", "token", "kind";--> statement-breakpoint
INSERT INTO `epoch` SELECT "source", "epoch", min("at"), max("at"), count(*), 0 FROM `reward` GROUP BY "source", "epoch";--> statement-breakpoint
CREATE TRIGGER `reward_no_update` BEFORE UPDATE ON `reward` BEGIN SELECT RAISE(ABORT, 'reward rows are never changed'); END;
--> statement-breakpoint
CREATE TRIGGER `reward_no_delete` BEFORE DELETE ON `reward` BEGIN SELECT RAISE(ABORT, 'reward rows are never deleted'); END;
