CREATE TABLE "deal_changes" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"handoff_id" text NOT NULL,
	"lead_id" text NOT NULL,
	"field" text NOT NULL,
	"from_value" text,
	"to_value" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"by_id" text,
	"via" text,
	"rep_id" text,
	"undone_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "deal_changes" ADD CONSTRAINT "deal_changes_handoff_id_handoffs_id_fk" FOREIGN KEY ("handoff_id") REFERENCES "public"."handoffs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "deal_changes_by_handoff" ON "deal_changes" USING btree ("handoff_id","id");--> statement-breakpoint
CREATE INDEX "deal_changes_by_lead" ON "deal_changes" USING btree ("lead_id","id");--> statement-breakpoint
CREATE INDEX "deal_changes_by_field" ON "deal_changes" USING btree ("field","at");--> statement-breakpoint
-- What was said of deals before: each press, unless it was undone, and each telling of a source.
WITH said AS (
	SELECT e."id", e."handoff_id", h."lead_id", e."at", e."actor_id", e."rep_id", e."event",
		e."type" = 'opportunity' AND NOT (e."event" ->> 'via' IS NULL AND coalesce(lead(e."type" = 'undone' AND e."event" ->> 'command' = 'opportunity') OVER one, false)) AS stands
	FROM "handoff_events" e JOIN "handoffs" h ON h."id" = e."handoff_id"
	WHERE e."type" IN ('opportunity', 'undone')
	WINDOW one AS (PARTITION BY e."handoff_id" ORDER BY e."id")
), fields AS (
	SELECT s."id", s."handoff_id", s."lead_id", s."at", s."actor_id", s."rep_id", s."event" ->> 'via' AS via, f.field, f.value
	FROM said s CROSS JOIN LATERAL (VALUES
		('amount', s."event" -> 'deal' ->> 'amount'),
		('currency', s."event" -> 'deal' ->> 'currency'),
		('close_on', s."event" -> 'deal' ->> 'closeOn')) AS f(field, value)
	WHERE s.stands AND f.value IS NOT NULL
), steps AS (
	SELECT *, lag(value) OVER (PARTITION BY "handoff_id", field ORDER BY "id") AS before FROM fields
)
INSERT INTO "deal_changes" ("handoff_id", "lead_id", "field", "from_value", "to_value", "at", "by_id", "via", "rep_id")
SELECT "handoff_id", "lead_id", field, before, value, "at", CASE WHEN via IS NULL THEN "actor_id" END, via, "rep_id"
FROM steps WHERE before IS DISTINCT FROM value ORDER BY "id", field;
