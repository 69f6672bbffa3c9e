-- What a researcher asks about a stored form, and what became of it. Codes only: a free text could name a student. Nothing is changed or
-- deleted: where a query stands is the last of its steps.

CREATE TABLE data_query (
    id            TEXT NOT NULL PRIMARY KEY,
    study_id      TEXT NOT NULL REFERENCES study_data (study_id),
    assessment_id TEXT NOT NULL REFERENCES assessment (id) ON DELETE CASCADE,
    item          TEXT,                     -- of the instrument; null: the whole form
    question      TEXT NOT NULL,            -- check_paper, same_answers, large_change, date_wrong, missing_items, other_participant
    raised_by     TEXT NOT NULL,            -- account or key
    raised_utc    TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX data_query_of_study ON data_query (study_id, raised_utc);
CREATE INDEX data_query_of_assessment ON data_query (assessment_id);

CREATE TABLE data_query_step (
    query_id  TEXT NOT NULL REFERENCES data_query (id) ON DELETE CASCADE,
    number    INTEGER NOT NULL,             -- 1, 2, 3, …
    step      TEXT NOT NULL,                -- answered, closed, reopened
    answer    TEXT,                         -- as_on_paper, corrected, paper_lost, cannot_tell; null unless answered
    taken_by  TEXT NOT NULL,
    taken_utc TEXT NOT NULL,
    PRIMARY KEY (query_id, number)
) WITHOUT ROWID;

CREATE VIEW data_query_state AS
SELECT q.id, q.study_id, q.assessment_id,
       CASE (SELECT s.step FROM data_query_step s WHERE s.query_id = q.id ORDER BY s.number DESC LIMIT 1) WHEN 'answered' THEN 'answered' WHEN 'closed' THEN 'closed' ELSE 'open' END AS state
FROM data_query q;
