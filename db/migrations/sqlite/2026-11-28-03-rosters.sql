-- A school's roster, which only the browsers of its therapists can open: who is who never stands here in the clear. What is sealed is
-- base64url text as the browser made it, each of one fixed length.

-- The site key by version. Its 16 bytes are nowhere here in the clear; sealed_secret is the secret that pseudonyms are made from,
-- encrypted under a key of this version, and goes with the version when a newer one takes its place.
CREATE TABLE site_key (
    study_id      TEXT NOT NULL REFERENCES study_data (study_id),
    school        TEXT NOT NULL,
    version       INTEGER NOT NULL,
    sealed_secret TEXT,                        -- null: replaced
    created_by    TEXT NOT NULL REFERENCES account (id),
    created_utc   TEXT NOT NULL,
    replaced_utc  TEXT,
    PRIMARY KEY (study_id, school, version)
) WITHOUT ROWID;
CREATE UNIQUE INDEX site_key_one_current ON site_key (study_id, school) WHERE replaced_utc IS NULL;

-- The current site key, sealed to the public key of each person who holds it (HPKE). Copies of replaced versions are deleted.
CREATE TABLE site_key_copy (
    study_id   TEXT NOT NULL,
    school     TEXT NOT NULL,
    version    INTEGER NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    sealed_key TEXT NOT NULL,
    given_by   TEXT NOT NULL REFERENCES account (id),
    given_utc  TEXT NOT NULL,
    PRIMARY KEY (study_id, school, version, account_id),
    FOREIGN KEY (study_id, school, version) REFERENCES site_key (study_id, school, version)
) WITHOUT ROWID;

CREATE TABLE roster_entry (
    id          TEXT NOT NULL PRIMARY KEY,     -- made by the browser; says nothing of the student
    study_id    TEXT NOT NULL,
    school      TEXT NOT NULL,
    revision    INTEGER NOT NULL,              -- of two changes at once the later is refused
    key_version INTEGER NOT NULL,
    sealed      TEXT NOT NULL,                 -- AES-256-GCM, bound to study, school, id, revision and key version
    changed_utc TEXT NOT NULL,
    FOREIGN KEY (study_id, school, key_version) REFERENCES site_key (study_id, school, version)
) WITHOUT ROWID;
CREATE INDEX roster_entry_of_school ON roster_entry (study_id, school);
