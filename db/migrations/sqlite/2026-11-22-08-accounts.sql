-- People who work with the system: never a participant. The name that someone signs in with is their own choice.

CREATE TABLE account (
    id                TEXT NOT NULL PRIMARY KEY,
    sign_in_name      TEXT NOT NULL,
    normalized_name   TEXT NOT NULL UNIQUE,
    password_hash     TEXT,                    -- PBKDF2-SHA512; null: none yet
    security_stamp    TEXT NOT NULL,           -- changes with every credential: sessions from before it end
    two_factor        INTEGER NOT NULL CHECK (two_factor IN (0, 1)),
    authenticator_key TEXT,                    -- protected by the data-protection keys
    recovery_codes    TEXT NOT NULL,           -- SHA-256 of those not used yet, separated by spaces
    failed_count      INTEGER NOT NULL,
    locked_until_utc  TEXT,
    created_utc       TEXT NOT NULL,
    disabled_utc      TEXT,
    version           INTEGER NOT NULL         -- grows with each change: of two at once the later is refused
) WITHOUT ROWID;

-- What someone may do, and where: no study is every study, no district or school is all of them.
CREATE TABLE account_role (
    id          TEXT NOT NULL PRIMARY KEY,
    account_id  TEXT NOT NULL REFERENCES account (id),
    role        TEXT NOT NULL,                 -- steward, researcher, therapist, educator, board_reader, auditor
    study_id    TEXT,
    district    TEXT,
    school      TEXT,
    given_utc   TEXT NOT NULL,
    ended_utc   TEXT
) WITHOUT ROWID;
CREATE INDEX account_role_of_account ON account_role (account_id);

-- A link that makes one account, once. The token itself is never stored.
CREATE TABLE invitation (
    id          TEXT NOT NULL PRIMARY KEY,
    token_hash  TEXT NOT NULL UNIQUE,
    roles       TEXT NOT NULL,                 -- JSON
    invited_by  TEXT NOT NULL,
    created_utc TEXT NOT NULL,
    expires_utc TEXT NOT NULL,
    used_utc    TEXT,
    account_id  TEXT REFERENCES account (id)
) WITHOUT ROWID;

-- Who is signed in where. The browser holds a random key, this table its SHA-256 and the ticket, protected.
CREATE TABLE sign_in (
    key_hash     TEXT NOT NULL PRIMARY KEY,
    account_id   TEXT NOT NULL REFERENCES account (id),
    ticket       BLOB NOT NULL,
    created_utc  TEXT NOT NULL,
    seen_utc     TEXT NOT NULL,
    expires_utc  TEXT NOT NULL,
    agent        TEXT NOT NULL                 -- kind of browser and system, in two words: so that its owner knows it again
) WITHOUT ROWID;
CREATE INDEX sign_in_of_account ON sign_in (account_id);

-- ASP.NET Core's data-protection keys: cookies and antiforgery tokens of one node must be readable by the next.
CREATE TABLE protection_key (
    name        TEXT NOT NULL PRIMARY KEY,
    xml         TEXT NOT NULL,
    created_utc TEXT NOT NULL
) WITHOUT ROWID;
