-- A study's training for those who support its sessions, and who has taken it. Of staff alone: nothing here is of a participant.

-- One row a version of the study's training; the one that was loaded last is taken.
CREATE TABLE training (
    study_id   TEXT NOT NULL REFERENCES study_data (study_id),
    version    TEXT NOT NULL,
    hash       TEXT NOT NULL,
    definition TEXT NOT NULL,               -- canonical JSON
    loaded_by  TEXT NOT NULL,
    loaded_utc TEXT NOT NULL,
    PRIMARY KEY (study_id, version)
) WITHOUT ROWID;

-- One row a page that somebody has read, with the first answers to its questions: they are what counts.
CREATE TABLE training_page (
    study_id  TEXT NOT NULL,
    version   TEXT NOT NULL,
    account   TEXT NOT NULL,
    attempt   INTEGER NOT NULL,             -- 1, 2, 3, …
    page      TEXT NOT NULL,
    answers   TEXT NOT NULL,                -- JSON by question's id
    right     INTEGER NOT NULL,
    questions INTEGER NOT NULL,
    read_utc  TEXT NOT NULL,
    PRIMARY KEY (study_id, version, account, attempt, page),
    FOREIGN KEY (study_id, version) REFERENCES training (study_id, version)
) WITHOUT ROWID;

-- One row each time that somebody came to the end.
CREATE TABLE training_completion (
    study_id      TEXT NOT NULL,
    version       TEXT NOT NULL,
    account       TEXT NOT NULL,
    attempt       INTEGER NOT NULL,
    hash          TEXT NOT NULL,            -- of the definition that was read
    right         INTEGER NOT NULL,
    questions     INTEGER NOT NULL,
    passed        INTEGER NOT NULL,
    completed_utc TEXT NOT NULL,
    PRIMARY KEY (study_id, version, account, attempt),
    FOREIGN KEY (study_id, version) REFERENCES training (study_id, version)
) WITHOUT ROWID;
CREATE INDEX training_completion_of_study ON training_completion (study_id, completed_utc);
