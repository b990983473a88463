-- Frames of event channels (alerts, predictions), from which a client that was away resumes. Taking an offset locks the
-- head until commit: offsets follow the order of commits and have no gaps.
CREATE TABLE channel_heads (
  path   text PRIMARY KEY,
  epoch  uuid NOT NULL DEFAULT gen_random_uuid(),
  latest bigint NOT NULL DEFAULT 0
);

CREATE TABLE channel_frames (
  path     text NOT NULL,
  "offset" bigint NOT NULL,
  frame    json NOT NULL,
  PRIMARY KEY (path, "offset")
);
