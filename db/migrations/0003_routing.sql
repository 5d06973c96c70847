CREATE TABLE "user_groups" (
	"id" text PRIMARY KEY NOT NULL,
	"members" jsonb NOT NULL,
	"problem" text,
	"checked_at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "name_key" text;--> statement-breakpoint
ALTER TABLE "handoffs" ADD COLUMN "claim_key" text;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "status_emoji" text;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "status_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "quiet_from" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "quiet_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "pool_members" ADD COLUMN "owed" double precision DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "accounts_by_name" ON "accounts" USING btree ("name_key");--> statement-breakpoint
CREATE INDEX "balance_entries_by_pool" ON "balance_entries" USING btree ("pool_id","id");--> statement-breakpoint
CREATE INDEX "handoffs_to_claim" ON "handoffs" USING btree ("claim_key") WHERE claim_key is not null;