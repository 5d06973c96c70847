ALTER TABLE "rejections" ADD COLUMN "weighed" jsonb;--> statement-breakpoint
ALTER TABLE "rejections" ADD COLUMN "objected_by" text;--> statement-breakpoint
ALTER TABLE "rejections" ADD COLUMN "objected_at" timestamp with time zone;