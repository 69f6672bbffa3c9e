-- Reports in several languages and for single schools; which analysis those outside the study may read of; and snapshots that can be
-- taken again as they were.

-- The study's change number once the batch was in: rows that came after an analysis have a greater one. Batches and imports each raised
-- it by one, so that of an older batch is its place among them.
ALTER TABLE receipt ADD COLUMN change_number INTEGER NOT NULL DEFAULT 0;
UPDATE receipt SET change_number =
    (SELECT COUNT(*) FROM receipt r WHERE r.study_id = receipt.study_id AND (r.received_utc, r.id) <= (receipt.received_utc, receipt.id))
  + (SELECT COUNT(*) FROM study s WHERE s.id = receipt.study_id AND s.imported_utc <= receipt.received_utc);

ALTER TABLE plan_lock ADD COLUMN change_number INTEGER NOT NULL DEFAULT 0;

-- One row a report and format; a format that could not be made has a row that says why, and is tried again.
CREATE TABLE report_by_language (
    analysis_id TEXT NOT NULL REFERENCES analysis (id),
    audience    TEXT NOT NULL,              -- researcher, board, school
    school      TEXT,                       -- id, of a school's report
    language    TEXT NOT NULL,              -- tag; empty for JSON, which has no words
    format      TEXT NOT NULL CHECK (format IN ('html', 'pdf', 'json')),
    content     BLOB,
    sha256      TEXT,
    absence     TEXT,
    refused     INTEGER NOT NULL DEFAULT 0 CHECK (refused IN (0, 1)),
    attempt     INTEGER NOT NULL,
    code        TEXT,                       -- printed in the report; null where there is none, or it is from before this column
    made_utc    TEXT NOT NULL,
    CHECK ((content IS NULL) = (absence IS NOT NULL)),
    CHECK ((school IS NULL) = (audience <> 'school'))
);
INSERT INTO report_by_language (analysis_id, audience, language, format, content, sha256, absence, refused, attempt, made_utc)
SELECT analysis_id, audience, CASE format WHEN 'json' THEN '' ELSE 'en' END, format, content, sha256, absence, refused, attempt, made_utc FROM report;
DROP TABLE report;
ALTER TABLE report_by_language RENAME TO report;
-- Two filtered indexes, since SQLite takes two nulls in a unique index as different, and SQL Server as the same.
CREATE UNIQUE INDEX report_once ON report (analysis_id, audience, language, format) WHERE school IS NULL;
CREATE UNIQUE INDEX report_once_a_school ON report (analysis_id, school, language, format) WHERE school IS NOT NULL;
CREATE INDEX report_by_content ON report (sha256);

-- The analyses that boards and schools get reports of. Without a schedule it is each newest one.
CREATE TABLE report_issue (
    analysis_id TEXT NOT NULL PRIMARY KEY REFERENCES analysis (id),
    study_id    TEXT NOT NULL REFERENCES study_data (study_id),
    issued_utc  TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX report_issue_of_study ON report_issue (study_id, issued_utc);
INSERT INTO report_issue (analysis_id, study_id, issued_utc)
SELECT r.analysis_id, a.study_id, MIN(r.made_utc) FROM report r JOIN analysis a ON a.id = r.analysis_id WHERE r.audience = 'board' GROUP BY r.analysis_id, a.study_id;
