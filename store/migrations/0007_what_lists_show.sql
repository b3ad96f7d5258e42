-- Danh sách, phụ lục: what their columns show of a document and no figure counts by – the prosecutor
-- (a pseudonym), clause and point of the decision, where each of its subjects is held (a code).
--
-- Events recorded before say nothing of these: only their bytes do, and those are not read again.
ALTER TABLE journal
    ADD COLUMN clause text,
    ADD COLUMN point text,
    ADD COLUMN prosecutor text,
    ADD COLUMN facilities text;  -- JSON: subject -> code of the facility; null when none is named
GRANT SELECT (clause, point, prosecutor, facilities) ON journal TO thongke_reviewer;

-- Stays in custody are dossiers of their own: a list of a case finds them by the person.
CREATE INDEX span_custody_by_person ON span (person)
    WHERE track = 'custody' AND person IS NOT NULL;
