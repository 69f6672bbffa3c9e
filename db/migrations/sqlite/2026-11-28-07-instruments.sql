-- What a site may show of an instrument, the words that it brings, and forms that are being typed in.

-- A leave that the site holds from an instrument's owner. Rows are ended, never deleted: what was shown was shown under one of them.
CREATE TABLE instrument_authorisation (
    id                 TEXT NOT NULL PRIMARY KEY,
    instrument         TEXT NOT NULL,
    instrument_version TEXT NOT NULL,
    medium             TEXT NOT NULL CHECK (medium IN ('screen', 'paper')),
    reference          TEXT NOT NULL,       -- of the licence, letter or registration: what an owner would ask for
    recorded_by        TEXT NOT NULL,
    recorded_utc       TEXT NOT NULL,
    ended_utc          TEXT,
    FOREIGN KEY (instrument, instrument_version) REFERENCES instrument (id, version)
) WITHOUT ROWID;
CREATE UNIQUE INDEX instrument_authorisation_holds ON instrument_authorisation (instrument, instrument_version, medium) WHERE ended_utc IS NULL;

-- Words of an instrument in one language, as the site loaded them. Each load is a further edition; the last is the one that is shown.
CREATE TABLE instrument_wording (
    instrument         TEXT NOT NULL,
    instrument_version TEXT NOT NULL,
    language           TEXT NOT NULL,
    edition            INTEGER NOT NULL,    -- 1, 2, 3, … without a gap
    hash               TEXT NOT NULL,
    wording            TEXT NOT NULL,       -- canonical JSON of the file
    recorded_by        TEXT NOT NULL,
    recorded_utc       TEXT NOT NULL,
    PRIMARY KEY (instrument, instrument_version, language, edition),
    FOREIGN KEY (instrument, instrument_version) REFERENCES instrument (id, version)
) WITHOUT ROWID;

-- A paper form half typed in, by one person. It is no assessment: no dataset, count or analysis reads this table. It goes when the form
-- is stored, and with its participant.
CREATE TABLE entry_draft (
    id                 TEXT NOT NULL PRIMARY KEY,   -- that of the assessment that it will be
    study_id           TEXT NOT NULL REFERENCES study_data (study_id),
    participant_id     TEXT NOT NULL REFERENCES participant (id) ON DELETE CASCADE,
    account            TEXT NOT NULL,
    instrument         TEXT NOT NULL,
    instrument_version TEXT NOT NULL,
    timepoint          TEXT NOT NULL,
    session_id         TEXT NOT NULL,               -- empty: a timepoint of the course
    answers            TEXT NOT NULL,               -- JSON by item id, of what was typed so far
    begun_utc          TEXT NOT NULL,
    changed_utc        TEXT NOT NULL,
    UNIQUE (participant_id, account, instrument, instrument_version, timepoint, session_id)
) WITHOUT ROWID;
CREATE INDEX entry_draft_changed ON entry_draft (changed_utc);

-- What looked odd about a form when it was stored, and why whoever typed it in let it stand.
CREATE TABLE assessment_overrule (
    assessment_id TEXT NOT NULL REFERENCES assessment (id) ON DELETE CASCADE,
    warning       TEXT NOT NULL,            -- same_answer, missing_items, large_change
    reason        TEXT NOT NULL,            -- as_on_paper, asked_again, did_not_finish, other
    PRIMARY KEY (assessment_id, warning)
) WITHOUT ROWID;
