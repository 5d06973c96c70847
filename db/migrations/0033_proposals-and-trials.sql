CREATE TABLE "proposals" (
	"id" text PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"words" text NOT NULL,
	"trial" jsonb NOT NULL,
	"promise" jsonb NOT NULL,
	"by_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"marketing_id" text,
	"marketing_at" timestamp with time zone,
	"sales_id" text,
	"sales_at" timestamp with time zone,
	"sides" jsonb,
	"why" text,
	"ended_by_id" text,
	"since" timestamp with time zone NOT NULL,
	"missed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "trial_verdicts" (
	"proposal_id" text NOT NULL,
	"lead_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"is_promoted" boolean NOT NULL,
	"without" boolean NOT NULL,
	"with" boolean NOT NULL,
	"is_drawn" boolean NOT NULL,
	"handoff_id" text,
	CONSTRAINT "trial_verdicts_proposal_id_lead_id_is_promoted_pk" PRIMARY KEY("proposal_id","lead_id","is_promoted")
);
--> statement-breakpoint
ALTER TABLE "trial_verdicts" ADD CONSTRAINT "trial_verdicts_lead_id_leads_id_fk" FOREIGN KEY ("lead_id") REFERENCES "public"."leads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "trial_verdicts_by_lead" ON "trial_verdicts" USING btree ("lead_id");