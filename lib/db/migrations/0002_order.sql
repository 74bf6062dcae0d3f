DROP INDEX "operations_stack";--> statement-breakpoint
ALTER TABLE "operations" ADD COLUMN "seq" bigserial NOT NULL;--> statement-breakpoint
ALTER TABLE "releases" ADD COLUMN "undone_at" bigint;--> statement-breakpoint
CREATE INDEX "operations_stack" ON "operations" USING btree ("stack_key","seq");