DROP INDEX "handoffs_to_settle";--> statement-breakpoint
CREATE INDEX "deliveries_unread" ON "deliveries" USING btree ("received_at") WHERE read_at is null;--> statement-breakpoint
CREATE INDEX "messages_of_no_handoff" ON "messages" USING btree ("kind","place","created_at") WHERE handoff_id is null;--> statement-breakpoint
CREATE INDEX "rejections_open" ON "rejections" USING btree ("source_id","reason","at") WHERE answer_due_at is not null and answer_id is null and undone_at is null;--> statement-breakpoint
CREATE INDEX "handoffs_to_settle" ON "handoffs" USING btree ("undo_until") WHERE undo_until is not null;