CREATE TABLE "spend" (
	"id" text PRIMARY KEY NOT NULL,
	"told_by" text NOT NULL,
	"told_at" timestamp with time zone NOT NULL,
	"from" date NOT NULL,
	"to" date NOT NULL,
	"source" text,
	"channel" text,
	"campaign" text,
	"currency" text NOT NULL,
	"cents" bigint NOT NULL,
	"replaced_by" text,
	CONSTRAINT "spend_days" CHECK ("from" <= "to"),
	CONSTRAINT "spend_amount" CHECK (cents >= 0)
);
--> statement-breakpoint
CREATE TABLE "spend_imports" (
	"id" text PRIMARY KEY NOT NULL,
	"file" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "spend_once" ON "spend" USING btree (lower(coalesce("source", '')),coalesce("channel", ''),lower(coalesce("campaign", '')),"currency","from") WHERE replaced_by is null;--> statement-breakpoint
CREATE INDEX "spend_by_day" ON "spend" USING btree ("from","to") WHERE replaced_by is null;--> statement-breakpoint
CREATE INDEX "spend_by_teller" ON "spend" USING btree ("told_by");