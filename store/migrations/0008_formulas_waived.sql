-- Bỏ qua công thức: who let a formula of a form or list pass for a unit and a period, and why.
-- `spelled` is what it said then: what was waived can be read when the figures have moved on.
CREATE TABLE formula_waiver (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    home text NOT NULL,
    formula text NOT NULL,
    unit text NOT NULL,
    codes text[] NOT NULL CHECK (codes <> '{}'),
    since date NOT NULL,
    until date NOT NULL,
    spelled text NOT NULL,
    who text NOT NULL CHECK (trim(who) <> ''),
    why text NOT NULL CHECK (trim(why) <> ''),
    waived_at timestamptz NOT NULL DEFAULT now(),
    waived_as text NOT NULL DEFAULT session_user,
    withdrawn_by text CHECK (trim(withdrawn_by) <> ''),
    withdrawn_at timestamptz,
    CHECK ((withdrawn_by IS NULL) = (withdrawn_at IS NULL))
);
CREATE UNIQUE INDEX formula_waiver_standing ON formula_waiver (home, formula, unit, since, until)
    WHERE withdrawn_at IS NULL;

GRANT SELECT, INSERT ON formula_waiver TO thongke_reviewer;
GRANT UPDATE (withdrawn_by, withdrawn_at) ON formula_waiver TO thongke_reviewer;
GRANT SELECT ON formula_waiver TO thongke_auditor;
ALTER TABLE formula_waiver ENABLE ROW LEVEL SECURITY;
CREATE POLICY auditor ON formula_waiver FOR SELECT TO thongke_auditor USING (true);
-- Reviewers waive, and see waived, what they can see the whole of.
CREATE POLICY reviewer ON formula_waiver TO thongke_reviewer
    USING (codes <@ (SELECT units_of_reader()));
