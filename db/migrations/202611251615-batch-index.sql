-- A BRIN index answers with every page it has not summarised yet, which are just the newest batches that are asked for.
DROP INDEX analytics_events_batch, user_behavior_batch;
CREATE INDEX analytics_events_batch ON analytics_events (id);
CREATE INDEX user_behavior_batch ON user_behavior (id);
