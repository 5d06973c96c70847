DROP INDEX "mirrored_accounts_by_age";--> statement-breakpoint
DROP INDEX "mirrored_accounts_by_domain";--> statement-breakpoint
CREATE INDEX "mirrored_accounts_by_domain" ON "mirrored_accounts" USING gin ("looked_up_by") WITH (fastupdate=false) WHERE gone_at is null;