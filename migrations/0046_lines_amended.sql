-- expand
CREATE INDEX CONCURRENTLY IF NOT EXISTS "decision_lines_amended" ON "decision_lines" USING btree ("municipality_code","id") WHERE version > 1;