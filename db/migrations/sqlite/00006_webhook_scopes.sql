-- +goose Up
-- email: where notices about the webhook go; headers: its own, as JSON, sealed; filters: a JSON object, as it was given.
ALTER TABLE webhooks ADD COLUMN email TEXT NOT NULL DEFAULT '';
ALTER TABLE webhooks ADD COLUMN headers BLOB;
ALTER TABLE webhooks ADD COLUMN filters TEXT;

-- +goose Down
ALTER TABLE webhooks DROP COLUMN filters;
ALTER TABLE webhooks DROP COLUMN headers;
ALTER TABLE webhooks DROP COLUMN email;
