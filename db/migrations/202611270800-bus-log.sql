-- What the bus tells is also kept as the frames of a channel: a process that reads a replica hears no notifications, but
-- the frames reach it with the data they are about. A replica cannot make a head, so every head is there from the start.
INSERT INTO channel_heads (path) VALUES ('bus'), ('/analytics/alerts'), ('/analytics/predictions')
ON CONFLICT DO NOTHING;
