CREATE TABLE "pool_standings" (
	"pool_id" text PRIMARY KEY NOT NULL,
	"lags" jsonb NOT NULL,
	"owed" jsonb NOT NULL
);
--> statement-breakpoint
INSERT INTO "pool_standings" ("pool_id", "lags", "owed")
SELECT "pool_id", jsonb_object_agg("rep_id", "lag"), coalesce(jsonb_object_agg("rep_id", "owed") FILTER (WHERE "owed" <> 0), '{}')
FROM "pool_members" GROUP BY "pool_id";
--> statement-breakpoint
DROP TABLE "pool_members" CASCADE;