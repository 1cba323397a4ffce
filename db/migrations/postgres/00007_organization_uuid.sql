-- +goose Up
-- uuid: another name of the organization, for clients of Pipefy's API; those that were there before get a random one.
-- created_by: the user who made it; null for the command line's, a service account's, and where nobody knows any more.
ALTER TABLE organizations ADD COLUMN uuid TEXT;
ALTER TABLE organizations ADD COLUMN created_by BIGINT REFERENCES users (id);
UPDATE organizations SET uuid = gen_random_uuid()::text;
UPDATE organizations SET created_by = (SELECT u.id FROM audit_log a JOIN users u ON u.id = a.actor_id
    WHERE a.organization_id = organizations.id AND a.action = 'organization.create' AND a.actor_kind = 'user' AND a.outcome = 'done' ORDER BY a.id LIMIT 1);
CREATE UNIQUE INDEX organizations_uuid ON organizations (uuid);

-- +goose Down
DROP INDEX organizations_uuid;
ALTER TABLE organizations DROP COLUMN created_by;
ALTER TABLE organizations DROP COLUMN uuid;
