-- Bars of a session that is being replayed, as they were before; they go back when the replay ends.
CREATE TABLE market_bars_replayed (LIKE market_bars INCLUDING DEFAULTS INCLUDING CONSTRAINTS, PRIMARY KEY (symbol, "interval", ts));
