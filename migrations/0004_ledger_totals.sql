CREATE TABLE "ledger_totals" (
	"municipality_code" text NOT NULL,
	"kind" text NOT NULL,
	"scheme_id" uuid NOT NULL,
	"body_id" uuid NOT NULL,
	"decision_year" integer NOT NULL,
	"grant_year" integer NOT NULL,
	"grant_year_to" integer NOT NULL,
	"payment_year" integer NOT NULL,
	"amount" numeric(18, 2) NOT NULL,
	"facts" bigint NOT NULL,
	"unknown" bigint NOT NULL,
	CONSTRAINT "ledger_totals_pk" PRIMARY KEY("municipality_code","kind","scheme_id","body_id","decision_year","grant_year","grant_year_to","payment_year")
);
