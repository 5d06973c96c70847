ALTER TABLE "handoffs" ADD COLUMN "reserved_for" text;--> statement-breakpoint
ALTER TABLE "handoffs" ADD COLUMN "reserved_until" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "handoffs_reserved" ON "handoffs" USING btree ("reserved_for","reserved_until") WHERE reserved_for is not null;