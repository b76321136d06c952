-- expand
CREATE INDEX CONCURRENTLY IF NOT EXISTS "reports_files" ON "reports" USING gin ("file_ids") WHERE file_ids <> '[]';
--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "agreement_versions_files" ON "agreement_versions" USING gin ((patch -> 'fileIds')) WHERE patch -> 'fileIds' <> '[]';
--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "applications_files" ON "applications" USING gin ("file_ids") WHERE file_ids <> '[]';
--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "decisions_files" ON "decisions" USING gin ("file_ids") WHERE file_ids <> '[]';
--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "organisation_documents_file" ON "organisation_documents" USING btree ("municipality_code","file_id") WHERE file_id is not null;
