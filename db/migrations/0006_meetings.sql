CREATE TABLE "meetings" (
	"id" text PRIMARY KEY NOT NULL,
	"lead_id" text NOT NULL,
	"source_id" text NOT NULL,
	"key" text NOT NULL,
	"replaces" text,
	"tellings" jsonb NOT NULL,
	"status" text NOT NULL,
	"start_at" timestamp with time zone,
	"end_at" timestamp with time zone,
	"asked_at" timestamp with time zone,
	CONSTRAINT "meetings_once" UNIQUE("lead_id","source_id","key")
);
--> statement-breakpoint
ALTER TABLE "meetings" ADD CONSTRAINT "meetings_lead_id_leads_id_fk" FOREIGN KEY ("lead_id") REFERENCES "public"."leads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "meetings_over" ON "meetings" USING btree ("end_at") WHERE asked_at is null and status in ('booked', 'moved');--> statement-breakpoint
-- What leads came with, as told by the source that brought them. What is over already is asked about no more.
INSERT INTO "meetings" ("id", "lead_id", "source_id", "key", "tellings", "status", "start_at", "end_at", "asked_at")
SELECT gen_random_uuid()::text, "id", "source_id", '',
  jsonb_build_array(jsonb_build_object(
    'status', 'booked', 'at', to_jsonb("captured_at"), 'via', "source_id", 'startAt', to_jsonb("start_at"), 'endAt', null,
    'hostEmail', "meeting" -> 'host_email', 'joinUrl', "meeting" -> 'join_url', 'by', null
  )),
  'booked', "start_at", "start_at" + interval '30 minutes',
  CASE WHEN "start_at" + interval '30 minutes' <= now() THEN now() END
FROM (
  SELECT *, "record" -> 'meeting' AS "meeting", ("record" -> 'meeting' ->> 'start_at')::timestamptz AS "start_at"
  FROM "leads" WHERE jsonb_typeof("record" -> 'meeting' -> 'start_at') = 'string'
) AS "told";
