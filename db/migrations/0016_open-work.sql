CREATE INDEX "handoff_events_covered" ON "handoff_events" USING btree ("handoff_id","at") WHERE type = 'covered';--> statement-breakpoint
CREATE INDEX "handoffs_open" ON "handoffs" USING btree ("owner_id","state") WHERE state in ('offered', 'snoozed', 'accepted', 'working');--> statement-breakpoint
CREATE INDEX "handoffs_of_tests" ON "handoffs" USING btree ("id") WHERE source_id = '_test';