-- One-time tickets for WebSocket handshakes; only the hash is stored.
CREATE TABLE access_tickets (
  ticket_hash    bytea PRIMARY KEY,
  principal_id   text NOT NULL,
  principal_name text NOT NULL,
  scopes         text[] NOT NULL,
  expires_at     timestamptz NOT NULL
);
CREATE INDEX access_tickets_expires_at ON access_tickets (expires_at);
