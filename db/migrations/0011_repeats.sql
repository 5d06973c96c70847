ALTER TABLE "deliveries" ADD COLUMN "repeats" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "repeated_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "deliveries_repeated" ON "deliveries" USING btree ("repeated_at") WHERE repeated_at is not null;