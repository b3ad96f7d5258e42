-- Bỏ qua: who let a finding pass, and why. A waiver is withdrawn, never taken out: both are kept.
CREATE TABLE waiver (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id text NOT NULL,
    code text NOT NULL,
    dossier text NOT NULL,
    who text NOT NULL CHECK (trim(who) <> ''),
    why text NOT NULL CHECK (trim(why) <> ''),
    waived_at timestamptz NOT NULL DEFAULT now(),
    waived_as text NOT NULL DEFAULT session_user,
    withdrawn_by text CHECK (trim(withdrawn_by) <> ''),
    withdrawn_at timestamptz,
    CHECK ((withdrawn_by IS NULL) = (withdrawn_at IS NULL))
);
CREATE UNIQUE INDEX waiver_standing ON waiver (event_id, code) WHERE withdrawn_at IS NULL;
CREATE INDEX waiver_by_dossier ON waiver (dossier);

GRANT SELECT, INSERT ON waiver TO thongke_reviewer;
GRANT UPDATE (withdrawn_by, withdrawn_at) ON waiver TO thongke_reviewer;
GRANT SELECT ON waiver TO thongke_auditor;
ALTER TABLE waiver ENABLE ROW LEVEL SECURITY;
CREATE POLICY auditor ON waiver FOR SELECT TO thongke_auditor USING (true);
CREATE POLICY reviewer ON waiver TO thongke_reviewer
    USING (EXISTS (SELECT FROM span s WHERE s.dossier = waiver.dossier AND s.retracted_at IS NULL));
