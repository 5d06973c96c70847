CREATE TABLE "funnel_changes" (
	"no" bigserial PRIMARY KEY NOT NULL,
	"captured_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "funnel_days" (
	"day" text NOT NULL,
	"time_zone" text NOT NULL,
	"by" text NOT NULL,
	"rows" json NOT NULL,
	CONSTRAINT "funnel_days_day_time_zone_by_pk" PRIMARY KEY("day","time_zone","by")
);
