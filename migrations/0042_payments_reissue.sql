-- expand
CREATE INDEX CONCURRENTLY IF NOT EXISTS "payments_reissue" ON "payments" USING btree ("municipality_code","reissue_of_id") WHERE reissue_of_id is not null;
