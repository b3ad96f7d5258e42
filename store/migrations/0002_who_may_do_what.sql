-- Rights: roles that own nothing and log in as nobody; people and programs are made members.
-- Roles belong to the whole server, so another database may have made them already.
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['thongke_worker', 'thongke_reviewer', 'thongke_auditor'] LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;
        END;
    END LOOP;
END
$$;

GRANT SELECT ON counter, position, dossier, journal, move, span, finding, quarantine,
    consumed TO thongke_worker;
GRANT INSERT ON position, dossier, journal, move, span, finding, quarantine, consumed
    TO thongke_worker;
GRANT UPDATE ON counter, dossier, consumed TO thongke_worker;
GRANT UPDATE (retracted_at) ON span, finding TO thongke_worker;
GRANT UPDATE (reason_code, reason, released_at, rejected_at, resolution) ON quarantine
    TO thongke_worker;
-- A worker hands identities on and can't read them back.
GRANT USAGE ON SCHEMA identity TO thongke_worker;
GRANT INSERT ON identity.sealed_identity TO thongke_worker;

GRANT SELECT ON counter, position, dossier, journal, move, span, finding, quarantine,
    consumed, access_log TO thongke_auditor;

-- Reviewers see rows of their units, and of what came as bytes only the description.
GRANT SELECT ON counter, position, move, span, finding TO thongke_reviewer;
GRANT SELECT (dossier, first_position, last_position, incomplete) ON dossier TO thongke_reviewer;
GRANT SELECT (position, event_id, source, partition, source_offset, dossier, type, corrects,
    schema_id, effective_on, unit, decision_number, content_hash) ON journal TO thongke_reviewer;
GRANT SELECT (id, position, source, partition, source_offset, dossier, reason_code, reason,
    released_at, rejected_at, resolution) ON quarantine TO thongke_reviewer;
GRANT INSERT (what, dossier, unit, reason) ON access_log TO thongke_reviewer, thongke_auditor;

-- The units of the one who asks: `SET thongke.units = 'T01,K01-03'`. Not set: none.
CREATE FUNCTION units_of_reader() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
    RETURN string_to_array(current_setting('thongke.units', true), ',');

DO $$
DECLARE
    guarded text;
BEGIN
    FOREACH guarded IN ARRAY
        ARRAY['dossier', 'journal', 'move', 'span', 'finding', 'quarantine'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', guarded);
        EXECUTE format('CREATE POLICY worker ON %I TO thongke_worker USING (true)', guarded);
        EXECUTE format('CREATE POLICY auditor ON %I FOR SELECT TO thongke_auditor USING (true)',
            guarded);
    END LOOP;
END
$$;

-- The inner SELECT is asked once a query, not once a row.
CREATE POLICY reviewer ON span FOR SELECT TO thongke_reviewer
    USING (unit = ANY ((SELECT units_of_reader())::text[]));
CREATE POLICY reviewer ON finding FOR SELECT TO thongke_reviewer
    USING (unit = ANY ((SELECT units_of_reader())::text[]));
-- The rest belongs to a dossier: seen by the units that have or had something of it.
CREATE POLICY reviewer ON dossier FOR SELECT TO thongke_reviewer
    USING (EXISTS (SELECT FROM span s WHERE s.dossier = dossier.dossier AND s.retracted_at IS NULL));
CREATE POLICY reviewer ON journal FOR SELECT TO thongke_reviewer
    USING (EXISTS (SELECT FROM span s WHERE s.dossier = journal.dossier AND s.retracted_at IS NULL));
CREATE POLICY reviewer ON move FOR SELECT TO thongke_reviewer
    USING (EXISTS (SELECT FROM span s WHERE s.dossier = move.dossier AND s.retracted_at IS NULL));
CREATE POLICY reviewer ON quarantine FOR SELECT TO thongke_reviewer
    USING (EXISTS (SELECT FROM span s
        WHERE s.dossier = quarantine.dossier AND s.retracted_at IS NULL));
