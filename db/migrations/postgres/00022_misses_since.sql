-- +goose Up
-- From when on it is known which events webhooks missed while they were not enabled, in Unix microseconds. Events from
-- before that are in older databases only: there is no row where all of it is known.
INSERT INTO settings (name, value) SELECT 'misses_recorded_since', CAST(CAST(EXTRACT(EPOCH FROM now()) AS BIGINT) AS TEXT) || '000000' WHERE EXISTS (SELECT 1 FROM events);

-- +goose Down
DELETE FROM settings WHERE name = 'misses_recorded_since';
