-- +goose Up
-- A webhook of which any certificate of the receiver's will do, and the attempts that were made so over TLS.
ALTER TABLE webhooks ADD COLUMN unverified BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE attempts ADD COLUMN unverified BOOLEAN NOT NULL DEFAULT FALSE;

-- +goose Down
ALTER TABLE attempts DROP COLUMN unverified;
ALTER TABLE webhooks DROP COLUMN unverified;
