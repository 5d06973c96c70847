CREATE TABLE "source_hours" (
	"source_id" text NOT NULL,
	"hour" timestamp with time zone NOT NULL,
	"deliveries" integer DEFAULT 0 NOT NULL,
	"unproven" integer DEFAULT 0 NOT NULL,
	"unreadable" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "source_hours_source_id_hour_pk" PRIMARY KEY("source_id","hour")
);
--> statement-breakpoint
CREATE TABLE "source_looks" (
	"id" integer PRIMARY KEY NOT NULL,
	"looked_at" timestamp with time zone NOT NULL,
	"counted_to" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "source_troubles" (
	"source_id" text NOT NULL,
	"kind" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"amount" integer NOT NULL,
	"problem" text,
	"told_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "source_troubles_source_id_kind_since_pk" PRIMARY KEY("source_id","kind","since")
);
--> statement-breakpoint
CREATE TABLE "watched_sources" (
	"source_id" text PRIMARY KEY NOT NULL,
	"from" timestamp with time zone NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	"subscription_ends_at" timestamp with time zone
);
--> statement-breakpoint
CREATE UNIQUE INDEX "source_troubles_open" ON "source_troubles" USING btree ("source_id","kind") WHERE ended_at is null;