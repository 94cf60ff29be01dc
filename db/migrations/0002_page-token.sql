CREATE TABLE `link_proof` (
	`token` integer PRIMARY KEY NOT NULL,
	`nonce` text NOT NULL,
	`signature` text NOT NULL,
	`checked_at` text,
	`proven_at` integer NOT NULL,
	`confirmed_at` integer,
	FOREIGN KEY (`token`) REFERENCES `page_token`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`nonce`) REFERENCES `challenge`(`nonce`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `page_token` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`hash` text NOT NULL,
	`purpose` text NOT NULL,
	`member` text NOT NULL,
	`username` text NOT NULL,
	`subject` text DEFAULT '' NOT NULL,
	`issued_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `page_token_hash_unique` ON `page_token` (`hash`);--> statement-breakpoint
CREATE INDEX `page_token_open` ON `page_token` (`member`,`purpose`) WHERE "page_token"."used_at" is null;
