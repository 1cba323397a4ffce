-- +goose Up
-- What an event would have made for a webhook that was subscribed and not enabled. Together with deliveries it is exact: an
-- event without either was not subscribed to, or happened before the webhook was there. type: in the owner's spelling;
-- pause and paused_at: the webhook's, as they were; skipped_at: when a person chose not to send it. What is sent after
-- all becomes a delivery, and the miss goes.
CREATE TABLE misses (
    webhook_id      TEXT COLLATE "C" NOT NULL REFERENCES webhooks (id),
    event_id        TEXT COLLATE "C" NOT NULL,
    type            TEXT NOT NULL,
    subject_user_id BIGINT NOT NULL,
    pause           TEXT NOT NULL,
    paused_at       TIMESTAMP,
    skipped_at      TIMESTAMP,
    PRIMARY KEY (webhook_id, event_id)
);
-- What can still be caught up, by user: for counts, and for who has a later one.
CREATE INDEX misses_open ON misses (webhook_id, subject_user_id, event_id) WHERE skipped_at IS NULL;

-- Work on many rows that somebody asked for, done in batches. filter: what it concerns, as JSON; total: how many rows that
-- were when it was asked for; done: how many have been looked at; changed: how many of them were changed; cursor: the
-- last one; reason: why it stopped.
CREATE TABLE operations (
    id          TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    webhook_id  TEXT COLLATE "C" NOT NULL REFERENCES webhooks (id),
    kind        TEXT NOT NULL,
    filter      TEXT NOT NULL,
    state       TEXT NOT NULL,
    reason      TEXT NOT NULL DEFAULT '',
    total       BIGINT NOT NULL,
    done        BIGINT NOT NULL DEFAULT 0,
    changed     BIGINT NOT NULL DEFAULT 0,
    cursor      TEXT NOT NULL DEFAULT '',
    asked_by    TEXT NOT NULL,
    created_at  TIMESTAMP NOT NULL,
    finished_at TIMESTAMP
);
-- One of a kind at a time for each webhook.
CREATE UNIQUE INDEX operations_running ON operations (webhook_id, kind) WHERE state = 'running';
CREATE INDEX operations_webhook ON operations (webhook_id, id);

-- +goose Down
DROP TABLE operations;
DROP TABLE misses;
