CREATE TABLE "known_states" (
	"municipality_code" text NOT NULL,
	"relation" text NOT NULL,
	"id" uuid NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	"state" jsonb,
	CONSTRAINT "known_states_pk" PRIMARY KEY("municipality_code","relation","id","known_at")
);
--> statement-breakpoint
CREATE INDEX "known_states_known" ON "known_states" USING btree ("municipality_code","known_at");