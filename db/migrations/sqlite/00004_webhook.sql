-- +goose Up
CREATE TABLE events (
    id               TEXT NOT NULL PRIMARY KEY,
    type             TEXT NOT NULL,
    occurred_at      TIMESTAMP NOT NULL,
    subject_user_id  BIGINT NOT NULL,
    subject          TEXT NOT NULL,
    source           TEXT NOT NULL,
    facts            TEXT NOT NULL
);

-- Where an event is heard. Ids of events sort by time, so this is also the order of an events page.
CREATE TABLE event_places (
    scope    TEXT NOT NULL,
    scope_id BIGINT NOT NULL,
    event_id TEXT NOT NULL REFERENCES events (id),
    PRIMARY KEY (scope, scope_id, event_id)
) WITHOUT ROWID;

CREATE TABLE webhooks (
    id              TEXT NOT NULL PRIMARY KEY,
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    scope           TEXT NOT NULL,
    scope_id        BIGINT NOT NULL,
    name            TEXT NOT NULL,
    activate        BOOLEAN NOT NULL,
    url             TEXT NOT NULL,
    description     TEXT NOT NULL,
    secret          BLOB NOT NULL,
    enabled         BOOLEAN NOT NULL,
    pause           TEXT NOT NULL DEFAULT '',
    paused_at       TIMESTAMP,
    failures        BIGINT NOT NULL DEFAULT 0,
    failing_since   TIMESTAMP,
    version         BIGINT NOT NULL DEFAULT 1,
    created_at      TIMESTAMP NOT NULL,
    created_by      TEXT NOT NULL,
    updated_at      TIMESTAMP NOT NULL,
    updated_by      TEXT NOT NULL,
    deleted_at      TIMESTAMP
);
-- A webhook with an ACTIVATE type has a name of its own in its organization (contracts/activate.md).
CREATE UNIQUE INDEX webhooks_name ON webhooks (organization_id, name) WHERE activate AND deleted_at IS NULL;
CREATE INDEX webhooks_scope ON webhooks (scope, scope_id) WHERE deleted_at IS NULL;

-- What a webhook subscribes to, in its owner's order. The scope is the webhook's, repeated here so that an event finds
-- who listens by one index. A deleted webhook has no rows.
CREATE TABLE webhook_types (
    webhook_id TEXT NOT NULL REFERENCES webhooks (id),
    position   BIGINT NOT NULL,
    scope      TEXT NOT NULL,
    scope_id   BIGINT NOT NULL,
    type       TEXT NOT NULL,
    canonical  TEXT NOT NULL,
    PRIMARY KEY (webhook_id, position)
);
CREATE INDEX webhook_types_heard ON webhook_types (scope, scope_id, canonical);

-- A webhook's two lines of waiting deliveries, one for first attempts and one for retries. busy: a job of that
-- generation is to run or running; due_at: when it is to start.
CREATE TABLE lanes (
    webhook_id TEXT NOT NULL REFERENCES webhooks (id),
    lane       TEXT NOT NULL,
    busy       BOOLEAN NOT NULL DEFAULT FALSE,
    generation BIGINT NOT NULL DEFAULT 0,
    due_at     TIMESTAMP,
    PRIMARY KEY (webhook_id, lane)
);

-- lane is not null exactly while an attempt is due; step counts the steps of the schedule that are used up; every
-- delivery is final, due or held. An event reaches a webhook by one delivery at most. A test's event_id is that of no
-- event.
CREATE TABLE deliveries (
    id               TEXT NOT NULL PRIMARY KEY,
    event_id         TEXT NOT NULL,
    webhook_id       TEXT NOT NULL REFERENCES webhooks (id),
    type             TEXT NOT NULL,
    subject          TEXT NOT NULL,
    body             BLOB NOT NULL,
    state            TEXT NOT NULL,
    test             BOOLEAN NOT NULL DEFAULT FALSE,
    attempts         BIGINT NOT NULL DEFAULT 0,
    step             BIGINT NOT NULL DEFAULT 0,
    occurred_at      TIMESTAMP NOT NULL,
    created_at       TIMESTAMP NOT NULL,
    lane             TEXT,
    due_at           TIMESTAMP,
    due_reason       TEXT NOT NULL DEFAULT '',
    due_by           TEXT NOT NULL DEFAULT '',
    finished_at      TIMESTAMP,
    last_status      BIGINT NOT NULL DEFAULT 0,
    last_class       TEXT NOT NULL DEFAULT '',
    last_duration_us BIGINT NOT NULL DEFAULT 0,
    CHECK (finished_at IS NOT NULL OR lane IS NOT NULL OR state = 'held')
);
CREATE UNIQUE INDEX deliveries_event ON deliveries (event_id, webhook_id);
-- Two indexes share the deliveries of a webhook between them, so that a delivery is written to one when it is made and
-- to the other when it is done, and lists, filters and figures read no row they don't show (docs/decisions/003-history.md).
CREATE INDEX deliveries_due ON deliveries (webhook_id, lane, due_at, id, state, type) WHERE lane IS NOT NULL;
CREATE INDEX deliveries_settled ON deliveries (webhook_id, state, type, id) WHERE finished_at IS NOT NULL OR state = 'held';
CREATE INDEX deliveries_tests ON deliveries (webhook_id, id) WHERE test;

CREATE TABLE attempts (
    delivery_id            TEXT NOT NULL REFERENCES deliveries (id),
    id                     TEXT NOT NULL,
    number                 BIGINT NOT NULL,
    trigger_kind           TEXT NOT NULL,
    triggered_by           TEXT NOT NULL,
    started_at             TIMESTAMP NOT NULL,
    url                    TEXT NOT NULL,
    request_headers        TEXT NOT NULL,
    status                 BIGINT NOT NULL,
    response_headers       TEXT NOT NULL,
    response_body          BLOB,
    response_size          BIGINT NOT NULL,
    truncated              BOOLEAN NOT NULL,
    error_class            TEXT NOT NULL,
    error_text             TEXT NOT NULL,
    dns_us                 BIGINT NOT NULL,
    connect_us             BIGINT NOT NULL,
    tls_us                 BIGINT NOT NULL,
    first_byte_us          BIGINT NOT NULL,
    body_us                BIGINT NOT NULL,
    total_us               BIGINT NOT NULL,
    address                TEXT NOT NULL,
    tls_version            TEXT NOT NULL,
    certificate_expires_at TIMESTAMP,
    next_at                TIMESTAMP,
    next_reason            TEXT NOT NULL,
    PRIMARY KEY (delivery_id, id)
);

-- +goose Down
DROP TABLE attempts;
DROP TABLE deliveries;
DROP TABLE lanes;
DROP TABLE webhook_types;
DROP TABLE webhooks;
DROP TABLE event_places;
DROP TABLE events;
