CREATE TABLE `ballot` (
	`id` text PRIMARY KEY NOT NULL,
	`proposal` integer NOT NULL,
	`member` text NOT NULL,
	`choice` text NOT NULL,
	`reason` text,
	`cast_at_ms` integer NOT NULL,
	FOREIGN KEY (`proposal`) REFERENCES `proposal`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "ballot_choice" CHECK("choice" in ('for', 'against', 'abstain'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `ballot_proposal_member` ON `ballot` (`proposal`,`member`);--> statement-breakpoint
CREATE TABLE `challenge` (
	`nonce` text PRIMARY KEY NOT NULL,
	`member` text NOT NULL,
	`address` text NOT NULL,
	`message` text NOT NULL,
	`issued_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer
) STRICT;
--> statement-breakpoint
CREATE TABLE `cursor` (
	`chain` integer NOT NULL,
	`source` text NOT NULL,
	`block` integer NOT NULL,
	`hash` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`chain`, `source`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `elector` (
	`proposal` integer NOT NULL,
	`voter` text NOT NULL,
	`member` text NOT NULL,
	`weight` text NOT NULL,
	PRIMARY KEY(`proposal`, `voter`),
	FOREIGN KEY (`proposal`) REFERENCES `proposal`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "elector_weight" CHECK("weight" not glob '*[^0-9]*')
) STRICT;
--> statement-breakpoint
CREATE INDEX `elector_member` ON `elector` (`proposal`,`member`);--> statement-breakpoint
CREATE TABLE `event` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`proposal` integer,
	`actor` text NOT NULL,
	`body` text NOT NULL,
	`previous` text NOT NULL,
	`hash` text NOT NULL,
	FOREIGN KEY (`proposal`) REFERENCES `proposal`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `event_hash_unique` ON `event` (`hash`);--> statement-breakpoint
CREATE INDEX `event_proposal` ON `event` (`proposal`,`kind`);--> statement-breakpoint
CREATE UNIQUE INDEX `event_once` ON `event` (`proposal`,`kind`) WHERE "event"."kind" in ('proposal-opened', 'vote-closed');--> statement-breakpoint
CREATE TABLE `execution` (
	`handoff` integer NOT NULL,
	`seq` integer NOT NULL,
	`state` text NOT NULL,
	`block` integer NOT NULL,
	`block_hash` text NOT NULL,
	`at` integer NOT NULL,
	`transaction` text,
	`facts` text NOT NULL,
	PRIMARY KEY(`handoff`, `seq`),
	FOREIGN KEY (`handoff`) REFERENCES `handoff`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `flow` (
	`chain` integer NOT NULL,
	`transaction` text NOT NULL,
	`log_index` integer NOT NULL,
	`position` text NOT NULL,
	`direction` text NOT NULL,
	`token` text NOT NULL,
	`amount` text NOT NULL,
	`block` integer NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`chain`, `transaction`, `log_index`, `position`),
	CONSTRAINT "flow_direction" CHECK("direction" in ('in', 'out'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `flow_at` ON `flow` (`position`,`at`);--> statement-breakpoint
CREATE TABLE `handoff` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`proposal` integer NOT NULL,
	`executor` text NOT NULL,
	`onchain_id` text NOT NULL,
	`prepared_by` text NOT NULL,
	`prepared_at` integer NOT NULL,
	FOREIGN KEY (`proposal`) REFERENCES `proposal`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `handoff_once` ON `handoff` (`proposal`,`executor`);--> statement-breakpoint
CREATE INDEX `handoff_onchain` ON `handoff` (`onchain_id`);--> statement-breakpoint
CREATE TABLE `interaction` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `node` (
	`source` text NOT NULL,
	`node` text NOT NULL,
	`owner` text NOT NULL,
	`region` text,
	`since` integer NOT NULL,
	`until` integer,
	PRIMARY KEY(`source`, `node`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `node_owner` ON `node` (`owner`);--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`key` text NOT NULL,
	`kind` text NOT NULL,
	`refs` text NOT NULL,
	`destination` text NOT NULL,
	`created_at` integer NOT NULL,
	`valid_until` integer,
	`state` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`first_tried_at` integer,
	`next_try_at` integer NOT NULL,
	`channel` text,
	`message` text,
	`revision` integer DEFAULT 1 NOT NULL,
	`shown_revision` integer DEFAULT 0 NOT NULL,
	`edited_at` integer,
	`trouble` text,
	CONSTRAINT "outbox_state" CHECK("state" in ('queued', 'trying', 'posted', 'dead')),
	CONSTRAINT "outbox_posted" CHECK("state" <> 'posted' or ("message" is not null and "channel" is not null))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_key_unique` ON `outbox` (`key`);--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_message_unique` ON `outbox` (`message`);--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`state`,`next_try_at`);--> statement-breakpoint
CREATE TABLE `proposal` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`author` text NOT NULL,
	`title` text NOT NULL,
	`body` text NOT NULL,
	`actions` text NOT NULL,
	`actions_hash` text NOT NULL,
	`rule_pack` text NOT NULL,
	`electorate` text NOT NULL,
	`description` text NOT NULL,
	`predicted` text NOT NULL,
	`hash` text NOT NULL,
	`opened_at` integer NOT NULL,
	`closes_at` integer NOT NULL,
	CONSTRAINT "proposal_lasts" CHECK("closes_at" > "opened_at")
) STRICT;
--> statement-breakpoint
CREATE INDEX `proposal_closes_at` ON `proposal` (`closes_at`);--> statement-breakpoint
CREATE INDEX `proposal_author` ON `proposal` (`author`,`closes_at`);--> statement-breakpoint
CREATE TABLE `quote` (
	`price` text NOT NULL,
	`chain` integer NOT NULL,
	`block` integer NOT NULL,
	`at` integer NOT NULL,
	`round` text NOT NULL,
	`answer` text NOT NULL,
	`decimals` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`price`, `block`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `quote_at` ON `quote` (`price`,`at`);--> statement-breakpoint
CREATE TABLE `reading` (
	`position` text NOT NULL,
	`chain` integer NOT NULL,
	`block` integer NOT NULL,
	`block_hash` text NOT NULL,
	`at` integer NOT NULL,
	`token` text NOT NULL,
	`amount` text NOT NULL,
	`shares` text,
	PRIMARY KEY(`position`, `block`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `reading_at` ON `reading` (`position`,`at`);--> statement-breakpoint
CREATE TABLE `report` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`from` integer NOT NULL,
	`to` integer NOT NULL,
	`requested_by` text NOT NULL,
	`statement` text NOT NULL,
	`created_at` integer NOT NULL,
	CONSTRAINT "report_lasts" CHECK("to" > "from")
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `report_period` ON `report` (`name`,`from`,`to`,`requested_by`);--> statement-breakpoint
CREATE TABLE `reward` (
	`chain` integer NOT NULL,
	`transaction` text NOT NULL,
	`log_index` integer NOT NULL,
	`source` text NOT NULL,
	`node` text NOT NULL,
	`recipient` text NOT NULL,
	`token` text NOT NULL,
	`amount` text NOT NULL,
	`epoch` integer,
	`block` integer NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`chain`, `transaction`, `log_index`, `source`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `reward_node` ON `reward` (`source`,`node`,`at`);--> statement-breakpoint
CREATE INDEX `reward_at` ON `reward` (`source`,`at`);--> statement-breakpoint
CREATE INDEX `reward_recipient` ON `reward` (`recipient`,`at`);--> statement-breakpoint
CREATE TABLE `run` (
	`job` text PRIMARY KEY NOT NULL,
	`started_at` integer NOT NULL,
	`finished_at` integer,
	`failure` text
) STRICT;
--> statement-breakpoint
CREATE TABLE `subscriber` (
	`member` text PRIMARY KEY NOT NULL,
	`since` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `wallet` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`address` text NOT NULL,
	`member` text NOT NULL,
	`linked_at` integer NOT NULL,
	`unlinked_at` integer,
	`message` text NOT NULL,
	`signature` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `wallet_address_linked` ON `wallet` (`address`) WHERE "wallet"."unlinked_at" is null;--> statement-breakpoint
CREATE INDEX `wallet_member` ON `wallet` (`member`);
--> statement-breakpoint
CREATE TRIGGER `ballot_no_update` BEFORE UPDATE ON `ballot` BEGIN SELECT RAISE(ABORT, 'ballot rows are never changed'); END;
--> statement-breakpoint
CREATE TRIGGER `ballot_no_delete` BEFORE DELETE ON `ballot` BEGIN SELECT RAISE(ABORT, 'ballot rows are never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER `elector_no_update` BEFORE UPDATE ON `elector` BEGIN SELECT RAISE(ABORT, 'elector rows are never changed'); END;
--> statement-breakpoint
CREATE TRIGGER `elector_no_delete` BEFORE DELETE ON `elector` BEGIN SELECT RAISE(ABORT, 'elector rows are never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER `event_no_update` BEFORE UPDATE ON `event` BEGIN SELECT RAISE(ABORT, 'event rows are never changed'); END;
--> statement-breakpoint
CREATE TRIGGER `event_no_delete` BEFORE DELETE ON `event` BEGIN SELECT RAISE(ABORT, 'event rows are never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER `execution_no_update` BEFORE UPDATE ON `execution` BEGIN SELECT RAISE(ABORT, 'execution rows are never changed'); END;
--> statement-breakpoint
CREATE TRIGGER `execution_no_delete` BEFORE DELETE ON `execution` BEGIN SELECT RAISE(ABORT, 'execution rows are never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER `flow_no_update` BEFORE UPDATE ON `flow` BEGIN SELECT RAISE(ABORT, 'flow rows are never changed'); END;
--> statement-breakpoint
CREATE TRIGGER `flow_no_delete` BEFORE DELETE ON `flow` BEGIN SELECT RAISE(ABORT, 'flow rows are never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER `handoff_no_update` BEFORE UPDATE ON `handoff` BEGIN SELECT RAISE(ABORT, 'handoff rows are never changed'); END;
--> statement-breakpoint
CREATE TRIGGER `handoff_no_delete` BEFORE DELETE ON `handoff` BEGIN SELECT RAISE(ABORT, 'handoff rows are never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER `interaction_no_update` BEFORE UPDATE ON `interaction` BEGIN SELECT RAISE(ABORT, 'interaction rows are never changed'); END;
--> statement-breakpoint
CREATE TRIGGER `interaction_no_delete` BEFORE DELETE ON `interaction` BEGIN SELECT RAISE(ABORT, 'interaction rows are never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER `proposal_no_update` BEFORE UPDATE ON `proposal` BEGIN SELECT RAISE(ABORT, 'proposal rows are never changed'); END;
--> statement-breakpoint
CREATE TRIGGER `proposal_no_delete` BEFORE DELETE ON `proposal` BEGIN SELECT RAISE(ABORT, 'proposal rows are never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER `quote_no_update` BEFORE UPDATE ON `quote` BEGIN SELECT RAISE(ABORT, 'quote rows are never changed'); END;
--> statement-breakpoint
CREATE TRIGGER `quote_no_delete` BEFORE DELETE ON `quote` BEGIN SELECT RAISE(ABORT, 'quote rows are never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER `reading_no_update` BEFORE UPDATE ON `reading` BEGIN SELECT RAISE(ABORT, 'reading rows are never changed'); END;
--> statement-breakpoint
CREATE TRIGGER `reading_no_delete` BEFORE DELETE ON `reading` BEGIN SELECT RAISE(ABORT, 'reading rows are never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER `report_no_update` BEFORE UPDATE ON `report` BEGIN SELECT RAISE(ABORT, 'report rows are never changed'); END;
--> statement-breakpoint
CREATE TRIGGER `report_no_delete` BEFORE DELETE ON `report` BEGIN SELECT RAISE(ABORT, 'report rows are never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER `reward_no_update` BEFORE UPDATE ON `reward` BEGIN SELECT RAISE(ABORT, 'reward rows are never changed'); END;
--> statement-breakpoint
CREATE TRIGGER `reward_no_delete` BEFORE DELETE ON `reward` BEGIN SELECT RAISE(ABORT, 'reward rows are never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER `wallet_no_update` BEFORE UPDATE OF id, address, member, linked_at, message, signature ON `wallet` BEGIN SELECT RAISE(ABORT, 'a wallet link is never changed'); END;
--> statement-breakpoint
CREATE TRIGGER `wallet_ends_once` BEFORE UPDATE OF unlinked_at ON `wallet` WHEN OLD.unlinked_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a wallet link ends once'); END;
--> statement-breakpoint
CREATE TRIGGER `wallet_no_delete` BEFORE DELETE ON `wallet` BEGIN SELECT RAISE(ABORT, 'a wallet link is never deleted'); END;
