CREATE TABLE "connections" (
	"sink_id" text PRIMARY KEY NOT NULL,
	"bought_with" text NOT NULL,
	"access_token" text NOT NULL,
	"refresh_token" text,
	"bought_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outcomes" (
	"no" bigserial PRIMARY KEY NOT NULL,
	"id" text NOT NULL,
	"lead_id" text NOT NULL,
	"handoff_id" text,
	"type" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"detail" jsonb NOT NULL,
	"sinks" text[] NOT NULL,
	"taken_back_at" timestamp with time zone,
	CONSTRAINT "outcomes_id_unique" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "sink_changes" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"sink_id" text NOT NULL,
	"lead_id" text NOT NULL,
	"record_type" text NOT NULL,
	"record_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"field" text NOT NULL,
	"from_value" text,
	"to_value" text,
	"put_back_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "sink_records" (
	"sink_id" text NOT NULL,
	"lead_id" text NOT NULL,
	"due_at" timestamp with time zone,
	"done_no" bigint DEFAULT 0 NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"record_type" text,
	"record_id" text,
	"record_url" text,
	"written" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"writing" jsonb,
	"planned" jsonb,
	"problem" text,
	"problem_about" text,
	"failed_since" timestamp with time zone,
	"notes" text[] DEFAULT '{}' NOT NULL,
	"done_at" timestamp with time zone,
	"taken_until" timestamp with time zone,
	CONSTRAINT "sink_records_sink_id_lead_id_pk" PRIMARY KEY("sink_id","lead_id")
);
--> statement-breakpoint
CREATE TABLE "sinks" (
	"id" text PRIMARY KEY NOT NULL,
	"first_seen_at" timestamp with time zone NOT NULL,
	"approved_at" timestamp with time zone,
	"approved_by" text,
	"early_writes" integer DEFAULT 0 NOT NULL,
	"paused_until" timestamp with time zone,
	"problem" text,
	"problem_since" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "outcomes" ADD CONSTRAINT "outcomes_lead_id_leads_id_fk" FOREIGN KEY ("lead_id") REFERENCES "public"."leads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sink_changes" ADD CONSTRAINT "sink_changes_lead_id_leads_id_fk" FOREIGN KEY ("lead_id") REFERENCES "public"."leads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sink_records" ADD CONSTRAINT "sink_records_lead_id_leads_id_fk" FOREIGN KEY ("lead_id") REFERENCES "public"."leads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "outcomes_by_lead" ON "outcomes" USING btree ("lead_id","no");--> statement-breakpoint
CREATE INDEX "outcomes_by_handoff" ON "outcomes" USING btree ("handoff_id","at");--> statement-breakpoint
CREATE INDEX "sink_changes_by_sink" ON "sink_changes" USING btree ("sink_id","id");--> statement-breakpoint
CREATE INDEX "sink_changes_by_lead" ON "sink_changes" USING btree ("lead_id");--> statement-breakpoint
CREATE INDEX "sink_records_due" ON "sink_records" USING btree ("due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX "sink_records_by_lead" ON "sink_records" USING btree ("lead_id");--> statement-breakpoint
CREATE INDEX "sink_records_by_record" ON "sink_records" USING btree ("record_id") WHERE record_id is not null;--> statement-breakpoint
CREATE INDEX "sink_records_failed" ON "sink_records" USING btree ("sink_id","failed_since") WHERE failed_since is not null;--> statement-breakpoint
CREATE INDEX "sink_records_planned" ON "sink_records" USING btree ("sink_id") WHERE planned is not null;