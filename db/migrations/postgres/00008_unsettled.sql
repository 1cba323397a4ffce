-- +goose Up
-- Of a webhook's lane for first attempts: what waits may not be yet as the webhook is (held, cancelled or going on),
-- because there was too much of it for one transaction. The lane's job settles the rest, batch by batch.
ALTER TABLE lanes ADD COLUMN unsettled BOOLEAN NOT NULL DEFAULT FALSE;

-- +goose Down
ALTER TABLE lanes DROP COLUMN unsettled;
