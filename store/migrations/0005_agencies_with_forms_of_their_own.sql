-- Cơ quan có biểu riêng (Biểu 08, 09): their few spans are found by the agency, not by the procuracy
-- that supervises it. The expression is the one that store/sql.py asks by.
CREATE INDEX span_standing_by_agency_unit
    ON span (agency_unit, (coalesce(until, DATE '9999-12-31')), since)
    WHERE retracted_at IS NULL AND agency_unit IS NOT NULL;
CREATE INDEX span_retracted_by_agency_unit
    ON span (agency_unit, (coalesce(until, DATE '9999-12-31')), since)
    WHERE retracted_at IS NOT NULL AND agency_unit IS NOT NULL;
