-- A decision is written with every request and read with few: as text it costs PostgreSQL half of what jsonb does.
ALTER TABLE ai_requests ALTER COLUMN decision TYPE json;
