DROP INDEX "messages_to_show";--> statement-breakpoint
DROP INDEX "messages_to_tell";--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "wanted_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "messages_to_show" ON "messages" USING btree (coalesce(not_before, wanted_at, created_at)) WHERE shown < wanted;--> statement-breakpoint
CREATE INDEX "messages_to_tell" ON "messages" USING btree (coalesce(not_before, wanted_at, created_at)) WHERE shown < wanted and kind = 'escalations';