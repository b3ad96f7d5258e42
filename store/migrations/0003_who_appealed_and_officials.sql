-- Theo kháng cáo hay kháng nghị (Biểu 05); cán bộ của cơ quan nào (Biểu 09); units by their agency.
--
-- What was derived before says `unknown`: derive again (`rebuild`) where older events state them.
ALTER TABLE move ADD COLUMN appealed_by text;
ALTER TABLE span ADD COLUMN appealed_by text DEFAULT 'unknown';
ALTER TABLE span ADD COLUMN official text DEFAULT 'unknown';
ALTER TABLE span ALTER COLUMN appealed_by DROP DEFAULT;
ALTER TABLE span ALTER COLUMN official DROP DEFAULT;

-- Forms that count by the agency (Biểu 08, 09) walk these, as the others walk the unit's.
CREATE INDEX span_standing_by_agency_unit
    ON span (agency_unit, (coalesce(until, DATE '9999-12-31')), since)
    WHERE retracted_at IS NULL AND agency_unit IS NOT NULL;
CREATE INDEX span_retracted_by_agency_unit
    ON span (agency_unit, (coalesce(until, DATE '9999-12-31')), since)
    WHERE retracted_at IS NOT NULL AND agency_unit IS NOT NULL;
