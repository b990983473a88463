-- Until then alerts of the rule are shown and recorded, but webhooks are told only of those that still fire afterwards.
ALTER TABLE alert_rules ADD COLUMN muted_until timestamptz;
