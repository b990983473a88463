-- What an analysis was made of, so that it can be told when it is looked at again; null for those made before.
ALTER TABLE cluster_analysis
  ADD COLUMN start_date date,
  ADD COLUMN end_date date,
  ADD COLUMN time_zone text,
  ADD COLUMN silhouette_users integer,
  ADD COLUMN simulated boolean;
