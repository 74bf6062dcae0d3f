CREATE TABLE "audit" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"entry_id" text NOT NULL,
	"phase" text NOT NULL,
	"at" bigint NOT NULL,
	"user_id" text NOT NULL,
	"user_name" text NOT NULL,
	"role" text NOT NULL,
	"address" text,
	"action" text NOT NULL,
	"target" text,
	"input" jsonb,
	"outcome" text NOT NULL,
	"detail" text,
	"prev_hash" text NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "last_values" (
	"topic" text NOT NULL,
	"part" text NOT NULL,
	"at" bigint NOT NULL,
	"data" jsonb NOT NULL,
	CONSTRAINT "last_values_topic_part_pk" PRIMARY KEY("topic","part")
);
--> statement-breakpoint
CREATE TABLE "leases" (
	"name" text PRIMARY KEY NOT NULL,
	"owner" text NOT NULL,
	"until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "operations" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"mechanism" text NOT NULL,
	"state" text NOT NULL,
	"account" text NOT NULL,
	"region" text NOT NULL,
	"stack" text NOT NULL,
	"stack_key" text NOT NULL,
	"slot" text DEFAULT 'main' NOT NULL,
	"stack_id" text,
	"client_token" text NOT NULL,
	"form_key" text NOT NULL,
	"by_user_id" text NOT NULL,
	"by_name" text NOT NULL,
	"reason" text,
	"title" text NOT NULL,
	"started_at" bigint NOT NULL,
	"ended_at" bigint,
	"settle" jsonb,
	"cause" jsonb,
	"from_release_id" text,
	"to_release_id" text,
	"touched_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "releases" (
	"id" text PRIMARY KEY NOT NULL,
	"number" integer NOT NULL,
	"account" text NOT NULL,
	"region" text NOT NULL,
	"stack" text NOT NULL,
	"stack_key" text NOT NULL,
	"stack_id" text NOT NULL,
	"version" text NOT NULL,
	"image" text,
	"digest" text,
	"ami" text,
	"template_sha256" text NOT NULL,
	"template_id" text,
	"template_version" text,
	"parameters" jsonb NOT NULL,
	"secret_parameters" jsonb NOT NULL,
	"image_parameters" jsonb NOT NULL,
	"tags" jsonb NOT NULL,
	"by" text NOT NULL,
	"reason" text,
	"at" bigint NOT NULL,
	"outcome" text NOT NULL,
	"healthy_at" bigint,
	"operation_id" text,
	"origin" text NOT NULL,
	"rollback_of" text
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"created_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "template_bodies" (
	"sha256" text PRIMARY KEY NOT NULL,
	"body" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"password_hash" text,
	"disabled" boolean DEFAULT false NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "users_name_unique" UNIQUE("name")
);
--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "audit_chain" ON "audit" USING btree ("prev_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "audit_phase" ON "audit" USING btree ("entry_id","phase");--> statement-breakpoint
CREATE INDEX "audit_target" ON "audit" USING btree ("target");--> statement-breakpoint
CREATE UNIQUE INDEX "operations_one_unsettled" ON "operations" USING btree ("stack_key","slot") WHERE state in ('intent', 'accepted', 'settling');--> statement-breakpoint
CREATE UNIQUE INDEX "operations_form_key" ON "operations" USING btree ("form_key");--> statement-breakpoint
CREATE INDEX "operations_stack" ON "operations" USING btree ("stack_key","started_at");--> statement-breakpoint
CREATE UNIQUE INDEX "releases_number" ON "releases" USING btree ("stack_key","number");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");