-- +goose Up
-- counting_from: when the countdown to disabling began; warned: how far notices have gone in this countdown (0 none,
-- 1 failing, 2 half of the time, 3 nine tenths). error_*: the last failed attempt that counted. All of them are written
-- with the failure count, and not at all while a webhook is healthy.
ALTER TABLE webhooks ADD COLUMN counting_from TIMESTAMP;
ALTER TABLE webhooks ADD COLUMN warned BIGINT NOT NULL DEFAULT 0;
ALTER TABLE webhooks ADD COLUMN error_class TEXT NOT NULL DEFAULT '';
ALTER TABLE webhooks ADD COLUMN error_status BIGINT NOT NULL DEFAULT 0;
ALTER TABLE webhooks ADD COLUMN error_text TEXT NOT NULL DEFAULT '';
ALTER TABLE webhooks ADD COLUMN error_at TIMESTAMP;
-- Nobody was told of those that fail already: their countdown begins now.
UPDATE webhooks SET counting_from = strftime('%Y-%m-%d %H:%M:%f+00:00', 'now') WHERE failing_since IS NOT NULL;
CREATE INDEX webhooks_failing ON webhooks (id) WHERE failures > 0;

-- What was told about a webhook's health, with the facts as they were.
CREATE TABLE notices (
    id            TEXT NOT NULL PRIMARY KEY,
    webhook_id    TEXT NOT NULL REFERENCES webhooks (id),
    kind          TEXT NOT NULL,
    at            TIMESTAMP NOT NULL,
    failures      BIGINT NOT NULL,
    failing_since TIMESTAMP,
    disable_at    TIMESTAMP,
    error_class   TEXT NOT NULL,
    error_status  BIGINT NOT NULL,
    error_text    TEXT NOT NULL,
    error_at      TIMESTAMP
);
CREATE INDEX notices_webhook ON notices (webhook_id, id);

-- A notice's letters, one for each mailbox. failure: why it can't be delivered.
CREATE TABLE notice_letters (
    notice_id TEXT NOT NULL REFERENCES notices (id),
    number    BIGINT NOT NULL,
    email     TEXT NOT NULL,
    mailed_at TIMESTAMP,
    failure   TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (notice_id, number)
);

-- +goose Down
DROP TABLE notice_letters;
DROP TABLE notices;
DROP INDEX webhooks_failing;
ALTER TABLE webhooks DROP COLUMN error_at;
ALTER TABLE webhooks DROP COLUMN error_text;
ALTER TABLE webhooks DROP COLUMN error_status;
ALTER TABLE webhooks DROP COLUMN error_class;
ALTER TABLE webhooks DROP COLUMN warned;
ALTER TABLE webhooks DROP COLUMN counting_from;
