CREATE TABLE "answers" (
	"id" text PRIMARY KEY NOT NULL,
	"source_id" text NOT NULL,
	"reason" text NOT NULL,
	"kind" text NOT NULL,
	"note" text NOT NULL,
	"by_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "covered_handoffs" (
	"cover_id" text NOT NULL,
	"handoff_id" text NOT NULL,
	"to_id" text NOT NULL,
	"moved_at" timestamp with time zone NOT NULL,
	"outcome" text,
	CONSTRAINT "covered_handoffs_cover_id_handoff_id_pk" PRIMARY KEY("cover_id","handoff_id")
);
--> statement-breakpoint
CREATE TABLE "covers" (
	"id" text PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"colleague_id" text,
	"state" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"answered_at" timestamp with time zone,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "last_tick" (
	"id" integer PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outages" (
	"from" timestamp with time zone PRIMARY KEY NOT NULL,
	"to" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "pauses" (
	"no" bigserial PRIMARY KEY NOT NULL,
	"from" timestamp with time zone NOT NULL,
	"until" timestamp with time zone,
	"why" text NOT NULL,
	"by_id" text NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_by_id" text
);
--> statement-breakpoint
ALTER TABLE "steps" ADD COLUMN "round" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "steps" DROP CONSTRAINT "steps_clock_id_index_pk";--> statement-breakpoint
ALTER TABLE "steps" ADD CONSTRAINT "steps_clock_id_index_round_pk" PRIMARY KEY("clock_id","index","round");--> statement-breakpoint
ALTER TABLE "handoffs" ADD COLUMN "tries" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "handoffs" ADD COLUMN "exhausted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "rejections" ADD COLUMN "answer_due_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "rejections" ADD COLUMN "answer_id" text;--> statement-breakpoint
ALTER TABLE "rejections" ADD COLUMN "answer_told_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "steps" ADD COLUMN "planned_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "steps" ADD COLUMN "outcome" text;--> statement-breakpoint
ALTER TABLE "covered_handoffs" ADD CONSTRAINT "covered_handoffs_cover_id_covers_id_fk" FOREIGN KEY ("cover_id") REFERENCES "public"."covers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "covered_handoffs" ADD CONSTRAINT "covered_handoffs_handoff_id_handoffs_id_fk" FOREIGN KEY ("handoff_id") REFERENCES "public"."handoffs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "answers_by_source" ON "answers" USING btree ("source_id","reason");--> statement-breakpoint
CREATE INDEX "covered_handoffs_by_handoff" ON "covered_handoffs" USING btree ("handoff_id");--> statement-breakpoint
CREATE INDEX "covers_by_person" ON "covers" USING btree ("person_id","state");--> statement-breakpoint
CREATE INDEX "covers_by_colleague" ON "covers" USING btree ("colleague_id");--> statement-breakpoint
ALTER TABLE "rejections" ADD CONSTRAINT "rejections_answer_id_answers_id_fk" FOREIGN KEY ("answer_id") REFERENCES "public"."answers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "clocks_paused" ON "clocks" USING btree ("handoff_id") WHERE stopped_at is null and paused_at is not null;--> statement-breakpoint
CREATE INDEX "rejections_to_answer" ON "rejections" USING btree ("answer_due_at") WHERE answer_id is null and answer_told_at is null and undone_at is null;--> statement-breakpoint
DROP INDEX "messages_to_sync";--> statement-breakpoint
CREATE INDEX "messages_to_sync" ON "messages" USING btree ("created_at") WHERE shown < wanted;
