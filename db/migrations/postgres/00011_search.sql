-- +goose Up
-- What the last attempt came to when it failed: the error class, of an HTTP error the status class. The index holds
-- failures only, so that what is delivered at once is never written to it (docs/decisions/007-search.md).
ALTER TABLE deliveries ADD COLUMN outcome TEXT GENERATED ALWAYS AS (CASE WHEN last_class <> 'http_status' THEN last_class
    WHEN last_status >= 400 AND last_status < 500 THEN '4xx' ELSE '5xx' END) STORED;
CREATE INDEX deliveries_outcome ON deliveries (webhook_id, outcome, id, state, type) WHERE last_class <> '';

-- Events and history are searched by the address that the subject had when it happened, capitals or not.
ALTER TABLE events ADD COLUMN subject_folded TEXT COLLATE "C" GENERATED ALWAYS AS (LOWER(subject)) STORED;
CREATE INDEX events_subject ON events (subject_folded, id);

-- An event's page lists the webhooks that were there and have been deleted since.
CREATE INDEX webhooks_deleted ON webhooks (scope, scope_id, deleted_at) WHERE deleted_at IS NOT NULL;

-- +goose Down
DROP INDEX webhooks_deleted;
DROP INDEX events_subject;
ALTER TABLE events DROP COLUMN subject_folded;
DROP INDEX deliveries_outcome;
ALTER TABLE deliveries DROP COLUMN outcome;
