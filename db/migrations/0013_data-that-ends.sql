DROP INDEX "steps_by_manager";--> statement-breakpoint
ALTER TABLE "deliveries" ALTER COLUMN "body" DROP NOT NULL;--> statement-breakpoint
CREATE INDEX "deliveries_to_empty" ON "deliveries" USING btree ("received_at","id") WHERE read_at is not null and body is not null;--> statement-breakpoint
CREATE INDEX "items_repeated" ON "items" USING btree ("at","id") WHERE outcome = 'repeated';--> statement-breakpoint
CREATE INDEX "messages_that_pass" ON "messages" USING btree ("created_at","key") WHERE kind not in ('card', 'claim', 'home');--> statement-breakpoint
CREATE INDEX "refusals_by_time" ON "refusals" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "steps_told_nobody" ON "steps" USING btree ("due_at","clock_id") WHERE manager_id is null;--> statement-breakpoint
CREATE INDEX "steps_by_manager" ON "steps" USING btree ("manager_id","window_at") WHERE manager_id is not null;