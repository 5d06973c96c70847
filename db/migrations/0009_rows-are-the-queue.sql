DROP INDEX "messages_to_sync";--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "tries" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "taken_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "taken_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "quiet_until" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "messages_to_show" ON "messages" USING btree (coalesce(not_before, created_at)) WHERE shown < wanted;--> statement-breakpoint
CREATE INDEX "messages_to_tell" ON "messages" USING btree (coalesce(not_before, created_at)) WHERE shown < wanted and kind = 'escalations';--> statement-breakpoint
CREATE INDEX "messages_quiet" ON "messages" USING btree ("quiet_until") WHERE quiet_until is not null;