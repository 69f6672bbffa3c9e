-- Ways in beside a password, and what their owner is told of them.

-- What the server may know of a passkey: it can check an answer and make none.
CREATE TABLE passkey (
    credential_id   BLOB NOT NULL PRIMARY KEY,
    account_id      TEXT NOT NULL REFERENCES account (id),
    name            TEXT NOT NULL,              -- its owner's word for it
    public_key      BLOB NOT NULL,              -- COSE
    sign_count      INTEGER NOT NULL,           -- 0 for good where the passkey is kept on several devices
    transports      TEXT NOT NULL,              -- separated by spaces; tells a browser where to look
    backup_eligible INTEGER NOT NULL CHECK (backup_eligible IN (0, 1)),
    backed_up       INTEGER NOT NULL CHECK (backed_up IN (0, 1)),
    created_utc     TEXT NOT NULL,
    used_utc        TEXT
) WITHOUT ROWID;
CREATE INDEX passkey_of_account ON passkey (account_id);

-- Answers of passkeys that opened a session, until they would have expired anyway: none opens a second one.
CREATE TABLE passkey_answer (
    hash     TEXT NOT NULL PRIMARY KEY,
    used_utc TEXT NOT NULL
) WITHOUT ROWID;

-- A person of an organisation's OpenID Connect provider. Nothing else that the provider says of anyone is kept.
CREATE TABLE organisation_link (
    issuer     TEXT NOT NULL,
    subject    TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    linked_utc TEXT NOT NULL,
    PRIMARY KEY (issuer, subject)
) WITHOUT ROWID;
CREATE UNIQUE INDEX organisation_link_of_account ON organisation_link (account_id, issuer);

-- A steward's link to a new password, once. The token itself is never stored.
CREATE TABLE password_reset (
    token_hash   TEXT NOT NULL PRIMARY KEY,
    account_id   TEXT NOT NULL REFERENCES account (id),
    device_lost  INTEGER NOT NULL CHECK (device_lost IN (0, 1)),   -- one-time codes and passkeys go, too
    made_by      TEXT NOT NULL,
    created_utc  TEXT NOT NULL,
    expires_utc  TEXT NOT NULL,
    used_utc     TEXT
) WITHOUT ROWID;
CREATE INDEX password_reset_of_account ON password_reset (account_id);

-- How and where someone came in, for the owner's eyes: the newest twenty of each account.
CREATE TABLE sign_in_record (
    id         TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    at_utc     TEXT NOT NULL,
    how        TEXT NOT NULL,                   -- password, password_and_code, passkey, organisation, invitation, locked
    agent      TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX sign_in_record_of_account ON sign_in_record (account_id, id);
