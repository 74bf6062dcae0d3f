CREATE TABLE "template_versions" (
	"template_id" text NOT NULL,
	"number" integer NOT NULL,
	"sha256" text NOT NULL,
	"at" bigint NOT NULL,
	"by_user_id" text NOT NULL,
	"by_name" text NOT NULL,
	"reason" text NOT NULL,
	"unchecked" text,
	CONSTRAINT "template_versions_template_id_number_pk" PRIMARY KEY("template_id","number")
);
--> statement-breakpoint
CREATE TABLE "templates" (
	"id" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"created_at" bigint NOT NULL,
	"created_by" text NOT NULL,
	"archived_at" bigint,
	"archived_by" text
);
--> statement-breakpoint
ALTER TABLE "template_versions" ADD CONSTRAINT "template_versions_template_id_templates_id_fk" FOREIGN KEY ("template_id") REFERENCES "public"."templates"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "template_versions" ADD CONSTRAINT "template_versions_sha256_template_bodies_sha256_fk" FOREIGN KEY ("sha256") REFERENCES "public"."template_bodies"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "template_versions_body" ON "template_versions" USING btree ("sha256");