ALTER TABLE "rejections" ADD COLUMN "dispute_key" text;--> statement-breakpoint
ALTER TABLE "rejections" ADD COLUMN "decision" text;--> statement-breakpoint
ALTER TABLE "rejections" ADD COLUMN "decided_by" text;--> statement-breakpoint
ALTER TABLE "rejections" ADD COLUMN "decided_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "rejections_disputed" ON "rejections" USING btree ("dispute_key") WHERE dispute_key is not null;