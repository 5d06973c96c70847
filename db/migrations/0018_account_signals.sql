CREATE TABLE "account_signals" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"source_id" text NOT NULL,
	"type" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"title" text,
	"url" text,
	"message_key" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "account_signals" ADD CONSTRAINT "account_signals_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "account_signals_once" ON "account_signals" USING btree ("account_id","at","type",md5(coalesce("title", '')),coalesce("url", ''));--> statement-breakpoint
CREATE INDEX "account_signals_by_time" ON "account_signals" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "account_signals_told" ON "account_signals" USING btree ("message_key") WHERE message_key <> '';