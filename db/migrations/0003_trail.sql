CREATE TABLE `trail` (
	`chain` integer NOT NULL,
	`source` text NOT NULL,
	`block` integer NOT NULL,
	`hash` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`chain`, `source`, `block`)
) STRICT;
