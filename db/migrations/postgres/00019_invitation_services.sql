-- +goose Up
-- The service account that sent the last link: the link ends with it, as a user's does with their rights.
ALTER TABLE invitations ADD COLUMN inviter_service_id BIGINT REFERENCES service_accounts (id);

-- +goose Down
ALTER TABLE invitations DROP COLUMN inviter_service_id;
