-- +goose Up
-- Of what its owner holds, a session or token keeps only the SHA-256; the id is public.
CREATE TABLE sessions (
    id           TEXT NOT NULL PRIMARY KEY,
    hash         TEXT NOT NULL UNIQUE,
    user_id      BIGINT NOT NULL REFERENCES users (id),
    created_at   TIMESTAMP NOT NULL,
    last_seen_at TIMESTAMP NOT NULL,
    address      TEXT NOT NULL,
    user_agent   TEXT NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_last_seen ON sessions (last_seen_at);

CREATE TABLE tokens (
    id           TEXT NOT NULL PRIMARY KEY,
    hash         TEXT NOT NULL UNIQUE,
    user_id      BIGINT NOT NULL REFERENCES users (id),
    name         TEXT NOT NULL,
    created_at   TIMESTAMP NOT NULL,
    created_by   TEXT NOT NULL,
    expires_at   TIMESTAMP,
    last_used_at TIMESTAMP,
    revoked_at   TIMESTAMP
);
CREATE UNIQUE INDEX tokens_name ON tokens (user_id, name) WHERE revoked_at IS NULL;

-- Failures only, by account and by address. A key never holds what was typed as a login, only its SHA-256.
CREATE TABLE sign_in_failures (
    key           TEXT NOT NULL PRIMARY KEY,
    failures      BIGINT NOT NULL,
    last_at       TIMESTAMP NOT NULL,
    blocked_until TIMESTAMP
);
CREATE INDEX sign_in_failures_last ON sign_in_failures (last_at);

-- The one-time code of the first-run page.
CREATE TABLE setup_codes (
    hash       TEXT NOT NULL PRIMARY KEY,
    created_at TIMESTAMP NOT NULL,
    used_at    TIMESTAMP
);

CREATE TABLE audit_log (
    id              BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at              TIMESTAMP NOT NULL,
    organization_id BIGINT,
    actor_kind      TEXT NOT NULL,
    actor_id        BIGINT,
    actor_name      TEXT NOT NULL,
    action          TEXT NOT NULL,
    object          TEXT NOT NULL,
    object_id       TEXT NOT NULL,
    outcome         TEXT NOT NULL,
    reason          TEXT NOT NULL,
    before          TEXT NOT NULL,
    after           TEXT NOT NULL,
    source          TEXT NOT NULL,
    address         TEXT NOT NULL,
    request_id      TEXT NOT NULL
);
CREATE INDEX audit_log_organization ON audit_log (organization_id, id);

-- +goose Down
DROP TABLE audit_log;
DROP TABLE setup_codes;
DROP TABLE sign_in_failures;
DROP TABLE tokens;
DROP TABLE sessions;
