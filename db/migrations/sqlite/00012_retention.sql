-- +goose Up
-- The newest delivery that the limit on a webhook's rows has removed; '' when it has removed none. What is not there and is
-- newer was never made.
ALTER TABLE webhooks ADD COLUMN removed_until TEXT NOT NULL DEFAULT '';

-- Where an event was heard, by the event: what goes with it.
CREATE INDEX event_places_event ON event_places (event_id);

-- +goose Down
DROP INDEX event_places_event;
ALTER TABLE webhooks DROP COLUMN removed_until;
