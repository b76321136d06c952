-- expand
CREATE INDEX CONCURRENTLY IF NOT EXISTS "agreements_search" ON "agreements" USING gin ("municipality_code",search_key(array[content ->> 'title', content ->> 'diaryNumber', jsonb_path_query_array(content, '$.parties[*].name ? (@ != null)')::text]) gin_trgm_ops);--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "bodies_search" ON "bodies" USING gin ("municipality_code",search_key(array_prepend(name, former_name_keys)) gin_trgm_ops);--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "schemes_search" ON "schemes" USING gin ("municipality_code",search_key(array_prepend(name, former_name_keys)) gin_trgm_ops);
