CREATE TABLE "account_answers" (
	"lead_id" text NOT NULL,
	"account_id" text,
	"system" text NOT NULL,
	"record_id" text NOT NULL,
	"is_same" boolean NOT NULL,
	"by_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "account_answers_lead_id_system_record_id_pk" PRIMARY KEY("lead_id","system","record_id")
);
--> statement-breakpoint
CREATE TABLE "account_changes" (
	"system" text NOT NULL,
	"record_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "account_changes_system_record_id_pk" PRIMARY KEY("system","record_id")
);
--> statement-breakpoint
CREATE TABLE "mirror_runs" (
	"system" text PRIMARY KEY NOT NULL,
	"started_at" timestamp with time zone,
	"cursor" text,
	"read" integer DEFAULT 0 NOT NULL,
	"whole_since" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"accounts" integer,
	"failed_at" timestamp with time zone,
	"failures" integer DEFAULT 0 NOT NULL,
	"problem" text,
	"told_at" timestamp with time zone,
	"taken_by" text,
	"taken_until" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "mirrored_accounts" (
	"system" text NOT NULL,
	"record_id" text NOT NULL,
	"name" text,
	"name_key" text NOT NULL,
	"near_keys" text[] NOT NULL,
	"looked_up_by" text[] NOT NULL,
	"facts" jsonb NOT NULL,
	"mirrored_at" timestamp with time zone NOT NULL,
	"gone_at" timestamp with time zone,
	CONSTRAINT "mirrored_accounts_system_record_id_pk" PRIMARY KEY("system","record_id")
);
--> statement-breakpoint
ALTER TABLE "account_answers" ADD CONSTRAINT "account_answers_lead_id_leads_id_fk" FOREIGN KEY ("lead_id") REFERENCES "public"."leads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "account_answers_by_account" ON "account_answers" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "mirrored_accounts_by_domain" ON "mirrored_accounts" USING gin ("looked_up_by") WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "mirrored_accounts_by_name" ON "mirrored_accounts" USING gin ("near_keys") WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "mirrored_accounts_by_age" ON "mirrored_accounts" USING btree ("system","mirrored_at");