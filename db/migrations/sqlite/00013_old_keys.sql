-- +goose Up
-- Signing keys that were replaced and still sign beside the present one, each until its time; JSON, sealed.
ALTER TABLE webhooks ADD COLUMN old_keys BLOB;

-- +goose Down
ALTER TABLE webhooks DROP COLUMN old_keys;
