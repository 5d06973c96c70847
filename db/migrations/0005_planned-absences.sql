CREATE TABLE "planned_absences" (
	"id" text PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"from" timestamp with time zone NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"begun_at" timestamp with time zone,
	"told_at" timestamp with time zone,
	"taken_back_at" timestamp with time zone
);
--> statement-breakpoint
CREATE INDEX "planned_absences_ahead" ON "planned_absences" USING btree ("from") WHERE told_at is null and taken_back_at is null;--> statement-breakpoint
CREATE INDEX "planned_absences_by_person" ON "planned_absences" USING btree ("person_id");