CREATE TABLE "returns" (
	"id" text PRIMARY KEY NOT NULL,
	"lead_id" text NOT NULL,
	"handoff_id" text NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"by_id" text NOT NULL,
	"answer_id" text,
	"ended_at" timestamp with time zone,
	"end" text,
	"opened_id" text
);
--> statement-breakpoint
ALTER TABLE "answers" ADD COLUMN "until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "handoffs" ADD COLUMN "came_from" text;--> statement-breakpoint
ALTER TABLE "returns" ADD CONSTRAINT "returns_lead_id_leads_id_fk" FOREIGN KEY ("lead_id") REFERENCES "public"."leads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "returns" ADD CONSTRAINT "returns_answer_id_answers_id_fk" FOREIGN KEY ("answer_id") REFERENCES "public"."answers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "returns_due" ON "returns" USING btree ("due_at","id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "returns_by_lead" ON "returns" USING btree ("lead_id");--> statement-breakpoint
CREATE INDEX "returns_by_handoff" ON "returns" USING btree ("handoff_id");--> statement-breakpoint
-- What was recycled for a day that is still to come comes back then; a day that passed while nothing did is not made up for.
INSERT INTO "returns" ("id", "lead_id", "handoff_id", "due_at", "by_id")
SELECT 'r' || e.id, h.lead_id, h.id, (e.event ->> 'until')::timestamptz, coalesce(e.actor_id, e.event ->> 'by', '')
FROM handoff_events e JOIN handoffs h ON h.id = e.handoff_id
WHERE e.type = 'recycled' AND h.leg IN ('mql_to_sdr', 'sql_to_ae') AND h.state = 'completed' AND h.source_id <> '_test'
  AND (e.event ->> 'until')::timestamptz > now()
  AND NOT EXISTS (SELECT FROM handoff_events later WHERE later.handoff_id = h.id AND later.id > e.id AND later.type IN ('recycled', 'undone'));
