CREATE TABLE "accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"domain" text,
	"name" text,
	"owner_id" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "accounts_domain_unique" UNIQUE("domain")
);
--> statement-breakpoint
CREATE TABLE "balance_entries" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"pool_id" text NOT NULL,
	"rep_id" text NOT NULL,
	"handoff_id" text NOT NULL,
	"offer_no" integer NOT NULL,
	"kind" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "clocks" (
	"id" text PRIMARY KEY NOT NULL,
	"handoff_id" text NOT NULL,
	"kind" text NOT NULL,
	"offer_no" integer NOT NULL,
	"rep_id" text,
	"source_id" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"deadline_at" timestamp with time zone NOT NULL,
	"paused_at" timestamp with time zone,
	"stopped_at" timestamp with time zone,
	"met" boolean,
	"breached_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" text PRIMARY KEY NOT NULL,
	"source_id" text NOT NULL,
	"key" text NOT NULL,
	"content_type" text,
	"body" "bytea" NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"read_at" timestamp with time zone,
	CONSTRAINT "deliveries_once" UNIQUE("source_id","key")
);
--> statement-breakpoint
CREATE TABLE "handoff_events" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"handoff_id" text NOT NULL,
	"type" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor_id" text,
	"rep_id" text,
	"source_id" text NOT NULL,
	"event" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "handoffs" (
	"id" text PRIMARY KEY NOT NULL,
	"lead_id" text NOT NULL,
	"leg" text NOT NULL,
	"state" text NOT NULL,
	"owner_id" text,
	"pool_id" text,
	"temperature" text NOT NULL,
	"policy_id" text NOT NULL,
	"policy" jsonb NOT NULL,
	"source_id" text NOT NULL,
	"campaign" text,
	"settings_version" text NOT NULL,
	"offer_no" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"first_offered_at" timestamp with time zone,
	"offered_at" timestamp with time zone,
	"accepted_at" timestamp with time zone,
	"responded_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	"snoozed_until" timestamp with time zone,
	"snoozes" integer NOT NULL,
	"before" jsonb,
	"undo_until" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "identities" (
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"lead_id" text NOT NULL,
	CONSTRAINT "identities_kind_value_pk" PRIMARY KEY("kind","value")
);
--> statement-breakpoint
CREATE TABLE "items" (
	"id" text PRIMARY KEY NOT NULL,
	"delivery_id" text NOT NULL,
	"source_id" text NOT NULL,
	"key" text NOT NULL,
	"position" integer NOT NULL,
	"outcome" text NOT NULL,
	"lead" jsonb,
	"problems" jsonb,
	"lead_id" text,
	"handoff_id" text,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "items_once" UNIQUE("source_id","key")
);
--> statement-breakpoint
CREATE TABLE "leads" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text,
	"stage" text NOT NULL,
	"temperature" text NOT NULL,
	"source_id" text NOT NULL,
	"campaign" text,
	"record" jsonb NOT NULL,
	"evidence" jsonb NOT NULL,
	"captured_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"key" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"marker" text NOT NULL,
	"handoff_id" text,
	"place" text NOT NULL,
	"parent_key" text,
	"detail" jsonb NOT NULL,
	"channel" text,
	"ts" text,
	"shown_hash" text,
	"sending_since" timestamp with time zone,
	"not_before" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"problem" text,
	"wanted" integer NOT NULL,
	"shown" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"posted_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "offers" (
	"handoff_id" text NOT NULL,
	"no" integer NOT NULL,
	"rep_id" text NOT NULL,
	"pool_id" text,
	"offered_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "offers_handoff_id_no_pk" PRIMARY KEY("handoff_id","no")
);
--> statement-breakpoint
CREATE TABLE "people" (
	"id" text PRIMARY KEY NOT NULL,
	"slack_id" text,
	"dm_channel" text,
	"is_active" boolean DEFAULT true NOT NULL,
	"problem" text,
	"checked_at" timestamp with time zone,
	"away_until" timestamp with time zone,
	"misses_in_a_row" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "people_slack_id_unique" UNIQUE("slack_id")
);
--> statement-breakpoint
CREATE TABLE "pool_members" (
	"pool_id" text NOT NULL,
	"rep_id" text NOT NULL,
	"lag" double precision NOT NULL,
	CONSTRAINT "pool_members_pool_id_rep_id_pk" PRIMARY KEY("pool_id","rep_id")
);
--> statement-breakpoint
CREATE TABLE "refusals" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"handoff_id" text NOT NULL,
	"slack_user_id" text NOT NULL,
	"person_id" text,
	"command" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rejections" (
	"id" text PRIMARY KEY NOT NULL,
	"handoff_id" text NOT NULL,
	"lead_id" text NOT NULL,
	"source_id" text NOT NULL,
	"campaign" text,
	"reason" text NOT NULL,
	"failure_point" text NOT NULL,
	"note" text NOT NULL,
	"evidence" text,
	"rep_id" text,
	"by_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"undone_at" timestamp with time zone,
	"message_key" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "routing_log" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"handoff_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"settings_version" text NOT NULL,
	"chosen_id" text,
	"record" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settings_versions" (
	"version" text PRIMARY KEY NOT NULL,
	"document" jsonb NOT NULL,
	"loaded_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "signals" (
	"id" text PRIMARY KEY NOT NULL,
	"lead_id" text NOT NULL,
	"source_id" text NOT NULL,
	"type" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"title" text,
	"url" text
);
--> statement-breakpoint
CREATE TABLE "stage_changes" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"lead_id" text NOT NULL,
	"handoff_id" text,
	"stage" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"cause" text NOT NULL,
	"evidence" jsonb,
	"undone_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "steps" (
	"clock_id" text NOT NULL,
	"index" integer NOT NULL,
	"handoff_id" text NOT NULL,
	"do" text NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"is_live" boolean NOT NULL,
	"done_at" timestamp with time zone,
	"manager_id" text,
	"window_at" timestamp with time zone,
	CONSTRAINT "steps_clock_id_index_pk" PRIMARY KEY("clock_id","index")
);
--> statement-breakpoint
ALTER TABLE "clocks" ADD CONSTRAINT "clocks_handoff_id_handoffs_id_fk" FOREIGN KEY ("handoff_id") REFERENCES "public"."handoffs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "handoff_events" ADD CONSTRAINT "handoff_events_handoff_id_handoffs_id_fk" FOREIGN KEY ("handoff_id") REFERENCES "public"."handoffs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "handoffs" ADD CONSTRAINT "handoffs_lead_id_leads_id_fk" FOREIGN KEY ("lead_id") REFERENCES "public"."leads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identities" ADD CONSTRAINT "identities_lead_id_leads_id_fk" FOREIGN KEY ("lead_id") REFERENCES "public"."leads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "items" ADD CONSTRAINT "items_delivery_id_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."deliveries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "leads" ADD CONSTRAINT "leads_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_handoff_id_handoffs_id_fk" FOREIGN KEY ("handoff_id") REFERENCES "public"."handoffs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rejections" ADD CONSTRAINT "rejections_handoff_id_handoffs_id_fk" FOREIGN KEY ("handoff_id") REFERENCES "public"."handoffs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signals" ADD CONSTRAINT "signals_lead_id_leads_id_fk" FOREIGN KEY ("lead_id") REFERENCES "public"."leads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stage_changes" ADD CONSTRAINT "stage_changes_lead_id_leads_id_fk" FOREIGN KEY ("lead_id") REFERENCES "public"."leads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "steps" ADD CONSTRAINT "steps_clock_id_clocks_id_fk" FOREIGN KEY ("clock_id") REFERENCES "public"."clocks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "balance_entries_by_rep" ON "balance_entries" USING btree ("pool_id","rep_id","at");--> statement-breakpoint
CREATE INDEX "balance_entries_by_handoff" ON "balance_entries" USING btree ("handoff_id");--> statement-breakpoint
CREATE INDEX "clocks_by_handoff" ON "clocks" USING btree ("handoff_id");--> statement-breakpoint
CREATE INDEX "clocks_by_kind" ON "clocks" USING btree ("kind","started_at");--> statement-breakpoint
CREATE INDEX "clocks_running" ON "clocks" USING btree ("deadline_at") WHERE stopped_at is null;--> statement-breakpoint
CREATE INDEX "handoff_events_by_handoff" ON "handoff_events" USING btree ("handoff_id","id");--> statement-breakpoint
CREATE INDEX "handoff_events_by_time" ON "handoff_events" USING btree ("type","at");--> statement-breakpoint
CREATE UNIQUE INDEX "handoffs_one_open" ON "handoffs" USING btree ("lead_id","leg") WHERE state in ('waiting', 'offered', 'snoozed', 'accepted', 'working');--> statement-breakpoint
CREATE INDEX "handoffs_by_owner" ON "handoffs" USING btree ("owner_id","state");--> statement-breakpoint
CREATE INDEX "handoffs_by_lead" ON "handoffs" USING btree ("lead_id");--> statement-breakpoint
CREATE INDEX "handoffs_by_creation" ON "handoffs" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "handoffs_waiting" ON "handoffs" USING btree ("created_at") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "handoffs_to_settle" ON "handoffs" USING btree ("undo_until");--> statement-breakpoint
CREATE INDEX "handoffs_to_wake" ON "handoffs" USING btree ("snoozed_until") WHERE state = 'snoozed';--> statement-breakpoint
CREATE INDEX "identities_by_lead" ON "identities" USING btree ("lead_id");--> statement-breakpoint
CREATE INDEX "items_quarantined" ON "items" USING btree ("at") WHERE outcome = 'quarantined';--> statement-breakpoint
CREATE INDEX "leads_by_account" ON "leads" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "leads_by_creation" ON "leads" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "leads_by_capture" ON "leads" USING btree ("captured_at");--> statement-breakpoint
CREATE INDEX "messages_by_handoff" ON "messages" USING btree ("handoff_id");--> statement-breakpoint
CREATE INDEX "messages_by_parent" ON "messages" USING btree ("parent_key");--> statement-breakpoint
CREATE INDEX "messages_to_sync" ON "messages" USING btree ("not_before") WHERE shown < wanted;--> statement-breakpoint
CREATE INDEX "offers_by_rep" ON "offers" USING btree ("rep_id","offered_at");--> statement-breakpoint
CREATE INDEX "rejections_by_message" ON "rejections" USING btree ("message_key");--> statement-breakpoint
CREATE INDEX "rejections_by_time" ON "rejections" USING btree ("at");--> statement-breakpoint
CREATE INDEX "rejections_by_handoff" ON "rejections" USING btree ("handoff_id");--> statement-breakpoint
CREATE INDEX "routing_log_by_handoff" ON "routing_log" USING btree ("handoff_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "signals_once" ON "signals" USING btree ("lead_id","type","at",coalesce("url", ''));--> statement-breakpoint
CREATE INDEX "stage_changes_by_lead" ON "stage_changes" USING btree ("lead_id","id");--> statement-breakpoint
CREATE INDEX "stage_changes_by_stage" ON "stage_changes" USING btree ("stage","at");--> statement-breakpoint
CREATE INDEX "steps_due" ON "steps" USING btree ("due_at") WHERE is_live and done_at is null;--> statement-breakpoint
CREATE INDEX "steps_by_manager" ON "steps" USING btree ("manager_id","window_at");--> statement-breakpoint
CREATE INDEX "steps_by_handoff" ON "steps" USING btree ("handoff_id");