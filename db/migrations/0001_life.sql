CREATE TABLE `vote` (
	`id` integer PRIMARY KEY NOT NULL,
	`author` text NOT NULL,
	`title` text NOT NULL,
	`body` text NOT NULL,
	`choices` text DEFAULT '[]' NOT NULL,
	`actions` text NOT NULL,
	`actions_hash` text NOT NULL,
	`rule_pack` text NOT NULL,
	`electorate` text NOT NULL,
	`description` text NOT NULL,
	`predicted` text NOT NULL,
	`hash` text NOT NULL,
	`opened_at` integer NOT NULL,
	`closes_at` integer NOT NULL,
	FOREIGN KEY (`id`) REFERENCES `proposal`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "vote_lasts" CHECK("closes_at" > "opened_at")
) STRICT;
--> statement-breakpoint
INSERT INTO `vote` SELECT id, author, title, body, '[]', actions, actions_hash, rule_pack, electorate, description, predicted, hash, opened_at, closes_at FROM `proposal`;
--> statement-breakpoint
CREATE TABLE `revision` (
	`proposal` integer NOT NULL,
	`seq` integer NOT NULL,
	`at` integer NOT NULL,
	`content` text NOT NULL,
	PRIMARY KEY(`proposal`, `seq`),
	FOREIGN KEY (`proposal`) REFERENCES `proposal`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
INSERT INTO `revision` SELECT id, 1, opened_at, json_object('title', title, 'body', body, 'choices', json('[]'), 'asks', json('[]'), 'actions', json(actions), 'rules', '', 'rulePack', json(rule_pack), 'electorate', json_object('name', electorate ->> '$.name', 'source', json(electorate -> '$.source')), 'votingSeconds', closes_at - opened_at) FROM `proposal`;
--> statement-breakpoint
CREATE TABLE `__new_proposal` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`author` text NOT NULL,
	`created_at` integer NOT NULL,
	`stage` text NOT NULL,
	`since` integer NOT NULL,
	`until` integer
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_proposal` SELECT id, author, opened_at, CASE WHEN EXISTS (SELECT 1 FROM event WHERE event.proposal = proposal.id AND event.kind = 'vote-closed') THEN 'closed' ELSE 'voting' END, opened_at, CASE WHEN EXISTS (SELECT 1 FROM event WHERE event.proposal = proposal.id AND event.kind = 'vote-closed') THEN NULL ELSE closes_at END FROM `proposal`;
--> statement-breakpoint
DROP TABLE `proposal`;
--> statement-breakpoint
ALTER TABLE `__new_proposal` RENAME TO `proposal`;
--> statement-breakpoint
CREATE INDEX `proposal_due` ON `proposal` (`stage`,`until`);
--> statement-breakpoint
CREATE INDEX `proposal_author` ON `proposal` (`author`);
--> statement-breakpoint
CREATE TABLE `__new_elector` (
	`proposal` integer NOT NULL,
	`house` text DEFAULT '' NOT NULL,
	`voter` text NOT NULL,
	`member` text NOT NULL,
	`weight` text NOT NULL,
	PRIMARY KEY(`proposal`, `house`, `voter`),
	FOREIGN KEY (`proposal`) REFERENCES `vote`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "elector_weight" CHECK("weight" not glob '*[^0-9]*')
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_elector` SELECT proposal, '', voter, member, weight FROM `elector`;
--> statement-breakpoint
DROP TABLE `elector`;
--> statement-breakpoint
ALTER TABLE `__new_elector` RENAME TO `elector`;
--> statement-breakpoint
CREATE INDEX `elector_member` ON `elector` (`proposal`,`member`);
--> statement-breakpoint
CREATE TABLE `__new_ballot` (
	`id` text PRIMARY KEY NOT NULL,
	`proposal` integer NOT NULL,
	`member` text NOT NULL,
	`choice` text NOT NULL,
	`reason` text,
	`cast_at_ms` integer NOT NULL,
	FOREIGN KEY (`proposal`) REFERENCES `vote`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "ballot_choice" CHECK(json_valid("choice"))
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_ballot` SELECT id, proposal, member, json_quote(choice), reason, cast_at_ms FROM `ballot`;
--> statement-breakpoint
DROP TABLE `ballot`;
--> statement-breakpoint
ALTER TABLE `__new_ballot` RENAME TO `ballot`;
--> statement-breakpoint
CREATE INDEX `ballot_proposal_member` ON `ballot` (`proposal`,`member`);
--> statement-breakpoint
CREATE TABLE `ballot_signature` (
	`ballot` text PRIMARY KEY NOT NULL,
	`wallet` text NOT NULL,
	`signature` text NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`ballot`) REFERENCES `ballot`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `snapshot_weight` (
	`proposal` integer NOT NULL,
	`part` text NOT NULL,
	`wallet` text NOT NULL,
	`weight` text NOT NULL,
	PRIMARY KEY(`proposal`, `part`, `wallet`),
	FOREIGN KEY (`proposal`) REFERENCES `vote`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "snapshot_weight_digits" CHECK("weight" not glob '*[^0-9]*')
) STRICT;
--> statement-breakpoint
CREATE TABLE `delegation` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`from` text NOT NULL,
	`to` text NOT NULL,
	`share` text NOT NULL,
	`made_at` integer NOT NULL,
	`expires_at` integer,
	`ended_at` integer
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `delegation_once` ON `delegation` (`from`,`to`) WHERE "delegation"."ended_at" is null;
--> statement-breakpoint
CREATE INDEX `delegation_to` ON `delegation` (`to`);
--> statement-breakpoint
CREATE TABLE `vote_delegation` (
	`proposal` integer NOT NULL,
	`from` text NOT NULL,
	`to` text NOT NULL,
	`share` text NOT NULL,
	PRIMARY KEY(`proposal`, `from`, `to`),
	FOREIGN KEY (`proposal`) REFERENCES `vote`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `vote_delegation_to` ON `vote_delegation` (`proposal`,`to`);
--> statement-breakpoint
CREATE TABLE `heartbeat` (
	`id` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TRIGGER `vote_no_update` BEFORE UPDATE ON `vote` BEGIN SELECT RAISE(ABORT, 'vote rows are never changed'); END;
--> statement-breakpoint
CREATE TRIGGER `vote_no_delete` BEFORE DELETE ON `vote` BEGIN SELECT RAISE(ABORT, 'vote rows are never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER `revision_no_update` BEFORE UPDATE ON `revision` BEGIN SELECT RAISE(ABORT, 'revision rows are never changed'); END;
--> statement-breakpoint
CREATE TRIGGER `revision_no_delete` BEFORE DELETE ON `revision` BEGIN SELECT RAISE(ABORT, 'revision rows are never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER `elector_no_update` BEFORE UPDATE ON `elector` BEGIN SELECT RAISE(ABORT, 'elector rows are never changed'); END;
--> statement-breakpoint
CREATE TRIGGER `elector_no_delete` BEFORE DELETE ON `elector` BEGIN SELECT RAISE(ABORT, 'elector rows are never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER `ballot_no_update` BEFORE UPDATE ON `ballot` BEGIN SELECT RAISE(ABORT, 'ballot rows are never changed'); END;
--> statement-breakpoint
CREATE TRIGGER `ballot_no_delete` BEFORE DELETE ON `ballot` BEGIN SELECT RAISE(ABORT, 'ballot rows are never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER `ballot_signature_no_update` BEFORE UPDATE ON `ballot_signature` BEGIN SELECT RAISE(ABORT, 'ballot_signature rows are never changed'); END;
--> statement-breakpoint
CREATE TRIGGER `ballot_signature_no_delete` BEFORE DELETE ON `ballot_signature` BEGIN SELECT RAISE(ABORT, 'ballot_signature rows are never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER `snapshot_weight_no_update` BEFORE UPDATE ON `snapshot_weight` BEGIN SELECT RAISE(ABORT, 'snapshot_weight rows are never changed'); END;
--> statement-breakpoint
CREATE TRIGGER `snapshot_weight_no_delete` BEFORE DELETE ON `snapshot_weight` BEGIN SELECT RAISE(ABORT, 'snapshot_weight rows are never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER `delegation_no_update` BEFORE UPDATE OF id, "from", "to", share, made_at, expires_at ON `delegation` BEGIN SELECT RAISE(ABORT, 'a delegation is never changed'); END;
--> statement-breakpoint
CREATE TRIGGER `delegation_ends_once` BEFORE UPDATE OF ended_at ON `delegation` WHEN OLD.ended_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a delegation ends once'); END;
--> statement-breakpoint
CREATE TRIGGER `delegation_no_delete` BEFORE DELETE ON `delegation` BEGIN SELECT RAISE(ABORT, 'a delegation is never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER `vote_delegation_no_update` BEFORE UPDATE ON `vote_delegation` BEGIN SELECT RAISE(ABORT, 'vote_delegation rows are never changed'); END;
--> statement-breakpoint
CREATE TRIGGER `vote_delegation_no_delete` BEFORE DELETE ON `vote_delegation` BEGIN SELECT RAISE(ABORT, 'vote_delegation rows are never deleted'); END;
