CREATE TABLE "settings_edits" (
	"no" bigserial PRIMARY KEY NOT NULL,
	"document" jsonb NOT NULL,
	"what" text NOT NULL,
	"by_slack_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "shadow_offers" (
	"id" text PRIMARY KEY NOT NULL,
	"lead_id" text NOT NULL,
	"leg" text NOT NULL,
	"source_id" text NOT NULL,
	"temperature" text NOT NULL,
	"rep_id" text,
	"pool_id" text,
	"policy_id" text NOT NULL,
	"settings_version" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"accept_by" timestamp with time zone NOT NULL,
	"plan" jsonb NOT NULL,
	"day" text NOT NULL,
	"is_imported" boolean NOT NULL
);
--> statement-breakpoint
ALTER TABLE "stage_changes" ADD COLUMN "is_inferred" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "shadow_offers" ADD CONSTRAINT "shadow_offers_lead_id_leads_id_fk" FOREIGN KEY ("lead_id") REFERENCES "public"."leads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "shadow_offers_by_day" ON "shadow_offers" USING btree ("day");--> statement-breakpoint
CREATE INDEX "shadow_offers_by_lead" ON "shadow_offers" USING btree ("lead_id");--> statement-breakpoint
CREATE INDEX "deliveries_by_source" ON "deliveries" USING btree ("source_id","received_at");