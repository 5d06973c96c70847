CREATE INDEX "items_by_lead" ON "items" USING btree ("lead_id");--> statement-breakpoint
CREATE INDEX "items_by_delivery" ON "items" USING btree ("delivery_id");--> statement-breakpoint
CREATE INDEX "items_by_time" ON "items" USING btree ("at");