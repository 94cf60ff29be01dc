DROP INDEX `handoff_once`;--> statement-breakpoint
ALTER TABLE `handoff` ADD `attempt` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `handoff_once` ON `handoff` (`proposal`,`executor`,`attempt`);
