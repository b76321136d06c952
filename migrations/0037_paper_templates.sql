CREATE TABLE "paper_templates" (
	"municipality_code" text NOT NULL,
	"kind" text NOT NULL,
	"language" text NOT NULL,
	"template" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "paper_templates_pk" PRIMARY KEY("municipality_code","kind","language")
);
--> statement-breakpoint
ALTER TABLE "paper_templates" ADD CONSTRAINT "paper_templates_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;