-- +goose Up
-- A pipe or a table of an organization. Both kinds number from one sequence, so a number is of one thing only; a suid
-- has a letter, so it is never taken for a number.
CREATE TABLE spaces (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    kind            TEXT NOT NULL,
    suid            TEXT NOT NULL UNIQUE,
    uuid            TEXT NOT NULL UNIQUE,
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    name            TEXT NOT NULL,
    name_folded     TEXT NOT NULL,
    description     TEXT NOT NULL DEFAULT '',
    icon            TEXT NOT NULL DEFAULT '',
    color           TEXT NOT NULL DEFAULT '',
    public          BOOLEAN NOT NULL DEFAULT FALSE,
    created_at      TIMESTAMP NOT NULL
);
CREATE INDEX spaces_organization ON spaces (organization_id, kind, name_folded, id);

-- Members of a pipe or table are members of its organization as well.
CREATE TABLE space_members (
    space_id   BIGINT NOT NULL REFERENCES spaces (id),
    user_id    BIGINT NOT NULL REFERENCES users (id),
    role       TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (space_id, user_id)
);
CREATE INDEX space_members_user ON space_members (user_id);

-- new_account: accepting makes the account of an invited user; otherwise it makes a user of another organization a
-- guest. Of the link only the SHA-256 is kept; each sending has a generation of its own, and the last one counts.
-- role is what a guest will be; an invited user has a member row from the start.
CREATE TABLE invitations (
    id              TEXT NOT NULL PRIMARY KEY,
    hash            TEXT NOT NULL UNIQUE,
    generation      BIGINT NOT NULL,
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    scope           TEXT NOT NULL,
    scope_id        BIGINT NOT NULL,
    user_id         BIGINT NOT NULL REFERENCES users (id),
    new_account     BOOLEAN NOT NULL,
    email           TEXT NOT NULL,
    email_folded    TEXT NOT NULL,
    role            TEXT NOT NULL,
    message         TEXT NOT NULL,
    inviter_id      BIGINT REFERENCES users (id),
    inviter_name    TEXT NOT NULL,
    created_at      TIMESTAMP NOT NULL,
    sent_at         TIMESTAMP NOT NULL,
    expires_at      TIMESTAMP NOT NULL,
    accepted_at     TIMESTAMP,
    revoked_at      TIMESTAMP,
    mailed_at       TIMESTAMP,
    mail_error      TEXT NOT NULL DEFAULT ''
);
-- One open invitation for each place: inviting again sends it again.
CREATE UNIQUE INDEX invitations_open ON invitations (user_id, scope, scope_id) WHERE accepted_at IS NULL;
CREATE INDEX invitations_organization ON invitations (organization_id, id) WHERE accepted_at IS NULL;
CREATE INDEX invitations_email ON invitations (email_folded, sent_at);

-- A program that acts in one organization. Of its secret, and of the tokens it gets, only the SHA-256 is kept.
CREATE TABLE service_accounts (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    client_id       TEXT NOT NULL UNIQUE,
    secret_hash     TEXT NOT NULL,
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    name            TEXT NOT NULL,
    role            TEXT NOT NULL,
    created_at      TIMESTAMP NOT NULL,
    created_by      TEXT NOT NULL,
    last_used_at    TIMESTAMP,
    deleted_at      TIMESTAMP
);
CREATE UNIQUE INDEX service_accounts_name ON service_accounts (organization_id, name) WHERE deleted_at IS NULL;

CREATE TABLE access_tokens (
    id                 TEXT NOT NULL PRIMARY KEY,
    hash               TEXT NOT NULL UNIQUE,
    service_account_id BIGINT NOT NULL REFERENCES service_accounts (id),
    created_at         TIMESTAMP NOT NULL,
    expires_at         TIMESTAMP NOT NULL
);
CREATE INDEX access_tokens_account ON access_tokens (service_account_id, expires_at);

-- +goose Down
DROP TABLE access_tokens;
DROP TABLE service_accounts;
DROP TABLE invitations;
DROP TABLE space_members;
DROP TABLE spaces;
