CREATE TABLE "ledger_organisation_numbers" (
	"municipality_code" text NOT NULL,
	"organisation_id" uuid NOT NULL,
	"number" integer NOT NULL,
	CONSTRAINT "ledger_organisation_numbers_pk" PRIMARY KEY("municipality_code","organisation_id")
);
--> statement-breakpoint
CREATE TABLE "ledger_organisation_sets" (
	"municipality_code" text NOT NULL,
	"scheme_id" uuid NOT NULL,
	"body_id" uuid NOT NULL,
	"outcome" text NOT NULL,
	"decision_year" integer NOT NULL,
	"grant_year" integer NOT NULL,
	"grant_year_to" integer NOT NULL,
	"chunk" integer NOT NULL,
	"members" bit(4096) NOT NULL,
	CONSTRAINT "ledger_organisation_sets_pk" PRIMARY KEY("municipality_code","scheme_id","body_id","outcome","decision_year","grant_year","grant_year_to","chunk")
);
--> statement-breakpoint
-- The sums are computed from the entries below: they are kept by outcome too.
DELETE FROM "ledger_totals";--> statement-breakpoint
ALTER TABLE "ledger_totals" ADD COLUMN "outcome" text NOT NULL;--> statement-breakpoint
ALTER TABLE "ledger_totals" ADD COLUMN "continued" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "ledger_totals" ADD COLUMN "continued_unknown" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "ledger_totals" DROP CONSTRAINT "ledger_totals_pk";
--> statement-breakpoint
ALTER TABLE "ledger_totals" ADD CONSTRAINT "ledger_totals_pk" PRIMARY KEY("municipality_code","kind","scheme_id","body_id","outcome","decision_year","grant_year","grant_year_to","payment_year");--> statement-breakpoint
INSERT INTO ledger_totals (municipality_code, kind, scheme_id, body_id, outcome, decision_year, grant_year, grant_year_to,
  payment_year, amount, facts, unknown)
SELECT municipality_code, kind, coalesce(scheme_id, '00000000-0000-0000-0000-000000000000'), body_id, outcome, decision_year,
  coalesce(grant_year, 0), coalesce(grant_year_to, 0), coalesce(payment_year, 0), sum(amount), sum(facts), sum(unknown)
FROM ledger_entries GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9;--> statement-breakpoint
-- What a line states of a year and of the year before.
WITH stated AS (
  SELECT municipality_code, line_id, kind, coalesce(scheme_id, '00000000-0000-0000-0000-000000000000') AS scheme_id, body_id,
    outcome, decision_year, grant_year, sum(unknown) AS unknown
  FROM ledger_entries
  WHERE kind IN ('applied', 'granted', 'reserved') AND grant_year IS NOT NULL AND grant_year_to IS NULL
  GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 HAVING sum(facts) > 0
), going_on AS (
  SELECT *, lag(grant_year) OVER (
    PARTITION BY municipality_code, line_id, kind, scheme_id, body_id, outcome, decision_year ORDER BY grant_year
  ) = grant_year - 1 AS goes_on
  FROM stated
), counted AS (
  SELECT municipality_code, kind, scheme_id, body_id, outcome, decision_year, grant_year, count(*) AS continued,
    count(*) FILTER (WHERE unknown > 0) AS continued_unknown
  FROM going_on WHERE goes_on GROUP BY 1, 2, 3, 4, 5, 6, 7
)
UPDATE ledger_totals total SET continued = counted.continued, continued_unknown = counted.continued_unknown
FROM counted
WHERE total.municipality_code = counted.municipality_code AND total.kind = counted.kind AND total.scheme_id = counted.scheme_id
  AND total.body_id = counted.body_id AND total.outcome = counted.outcome AND total.decision_year = counted.decision_year
  AND total.grant_year = counted.grant_year AND total.grant_year_to = 0 AND total.payment_year = 0;--> statement-breakpoint
INSERT INTO ledger_organisation_numbers (municipality_code, organisation_id, number)
SELECT municipality_code, organisation_id, row_number() OVER (PARTITION BY municipality_code ORDER BY organisation_id) - 1
FROM (SELECT DISTINCT municipality_code, unnest(organisation_ids) AS organisation_id FROM ledger_entries WHERE kind = 'applied') each;--> statement-breakpoint
INSERT INTO ledger_organisation_sets (municipality_code, scheme_id, body_id, outcome, decision_year, grant_year, grant_year_to,
  chunk, members)
SELECT standing.municipality_code, scheme_id, body_id, outcome, decision_year, grant_year, grant_year_to, number / 4096,
  bit_or(set_bit(repeat('0', 4096)::bit(4096), number % 4096, 1))
FROM (
  SELECT municipality_code, line_id, coalesce(scheme_id, '00000000-0000-0000-0000-000000000000') AS scheme_id, body_id, outcome,
    decision_year, coalesce(grant_year, 0) AS grant_year, coalesce(grant_year_to, 0) AS grant_year_to, organisation_ids
  FROM ledger_entries WHERE kind = 'applied'
  GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 HAVING sum(facts) > 0
) standing
CROSS JOIN LATERAL unnest(organisation_ids) member (organisation_id)
JOIN ledger_organisation_numbers numbered ON numbered.municipality_code = standing.municipality_code
  AND numbered.organisation_id = member.organisation_id
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;
