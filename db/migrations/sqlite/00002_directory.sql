-- +goose Up
CREATE TABLE organizations (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT NOT NULL UNIQUE,
    title      TEXT NOT NULL,
    seats      BIGINT NOT NULL DEFAULT 0,
    created_at TIMESTAMP NOT NULL
);

-- A username or an address is unique among users that are not removed; both are compared in columns folded in Go;
-- name_folded, without accents too, is what lists are searched and sorted by.
CREATE TABLE users (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    hex_id          TEXT NOT NULL UNIQUE,
    uuid            TEXT NOT NULL UNIQUE,
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    name            TEXT NOT NULL,
    name_folded     TEXT NOT NULL,
    username        TEXT NOT NULL,
    username_folded TEXT NOT NULL,
    email           TEXT NOT NULL,
    email_folded    TEXT NOT NULL,
    state           TEXT NOT NULL,
    site_admin      BOOLEAN NOT NULL DEFAULT FALSE,
    password_hash   TEXT NOT NULL DEFAULT '',
    first_login_at  TIMESTAMP,
    last_login_at   TIMESTAMP,
    created_at      TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX users_username ON users (username_folded) WHERE state <> 'removed';
CREATE UNIQUE INDEX users_email ON users (email_folded) WHERE state <> 'removed';
CREATE INDEX users_organization ON users (organization_id, state);
CREATE INDEX users_removed ON users (email_folded) WHERE state = 'removed';

-- One row for each user of the organization and for each guest.
CREATE TABLE members (
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    user_id         BIGINT NOT NULL REFERENCES users (id),
    role            TEXT NOT NULL,
    created_at      TIMESTAMP NOT NULL,
    PRIMARY KEY (organization_id, user_id)
);
CREATE INDEX members_user ON members (user_id);
-- Whether an administrator is the last one is asked of these few rows.
CREATE INDEX members_admins ON members (organization_id) WHERE role = 'admin';

CREATE TABLE groups (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    name            TEXT NOT NULL,
    name_folded     TEXT NOT NULL,
    description     TEXT NOT NULL DEFAULT '',
    created_at      TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX groups_name ON groups (organization_id, name_folded);

CREATE TABLE group_members (
    group_id   BIGINT NOT NULL REFERENCES groups (id),
    user_id    BIGINT NOT NULL REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (group_id, user_id)
);
CREATE INDEX group_members_user ON group_members (user_id);

-- +goose Down
DROP TABLE group_members;
DROP TABLE groups;
DROP TABLE members;
DROP TABLE users;
DROP TABLE organizations;
