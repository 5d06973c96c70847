DROP INDEX "handoffs_by_creation";--> statement-breakpoint
DROP INDEX "leads_by_capture";--> statement-breakpoint
CREATE INDEX "handoffs_by_creation" ON "handoffs" USING btree ("created_at","leg","lead_id","id","state","owner_id","first_offered_at","accepted_at","responded_at");--> statement-breakpoint
CREATE INDEX "leads_by_capture" ON "leads" USING btree ("captured_at","source_id","id","stage");