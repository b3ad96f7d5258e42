-- What is remembered: journal and moves (the truth), spans and findings (what it means), quarantine.
--
-- Nothing is ever deleted. A row of `span` or `finding` stands from `asserted_at` until
-- `retracted_at`, both positions of the journal, so every question can be asked as it would have
-- been answered at any earlier position.

-- One row: the last position given. Writers lock it last, so positions become visible in order.
CREATE TABLE counter (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    position bigint NOT NULL
);
INSERT INTO counter (position) VALUES (0);

-- One row per recording transaction.
CREATE TABLE position (
    position bigint PRIMARY KEY,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX position_by_time ON position (recorded_at);

-- Hồ sơ: what writers lock. `incomplete` counts its messages in quarantine.
CREATE TABLE dossier (
    dossier text PRIMARY KEY,
    first_position bigint,
    last_position bigint,
    incomplete integer NOT NULL DEFAULT 0
) WITH (fillfactor = 80);
CREATE INDEX dossier_incomplete ON dossier (dossier) WHERE incomplete > 0;

-- Nhật ký: every event as it came.
CREATE TABLE journal (
    position bigint NOT NULL,
    event_id text PRIMARY KEY,
    source text NOT NULL,
    partition integer NOT NULL,
    source_offset bigint NOT NULL,
    dossier text NOT NULL,
    type text NOT NULL,
    corrects text,
    schema_id text NOT NULL,
    effective_on date NOT NULL,
    unit text NOT NULL,
    decision_number text,
    content_hash text NOT NULL,
    bytes bytea NOT NULL
);
CREATE INDEX journal_by_dossier ON journal (dossier);

-- Bước chuyển: the same events as columns, one row per event and subject (events/moves.py).
CREATE TABLE move (
    position bigint NOT NULL,
    event_id text NOT NULL,
    type text NOT NULL,
    corrects text,
    dossier text NOT NULL,
    unit text,
    agency text,
    agency_unit text,
    effective_on date,
    sequence bigint,
    recorded_on date,
    article text,
    ground text,
    extension_months integer,
    extension_days integer,
    extension_until date,
    counterpart text,
    link_event text,
    link_dossier text,
    acted_upon text,
    in_force_on date,
    hearing text,
    document_kind text,
    addressee text,
    level text,
    answer text,
    first_prosecuted_on date,
    received_on date,
    limitation_on date,
    simplified text,
    key_case text,
    special_measures text,
    requested text,
    accepted text,
    attempt integer,
    subject text,
    kind text,
    person text,
    stated_stage text,
    charges text,
    outcome text,
    charge_change text,
    penalty text,
    penalty_months integer,
    penalty_suspended text,
    lead text,
    legal_entity text,
    sex text,
    age_at_act integer,
    ethnicity text,
    nationality text,
    education text,
    party_member text,
    manager text,
    recidivism text,
    official_of text,
    counsel text,
    judged text
);
CREATE INDEX move_by_dossier ON move (dossier);

-- Khoảng: a subject's stay in a stage of a unit, with its traits (projections/spans.py).
CREATE TABLE span (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    asserted_at bigint NOT NULL,
    retracted_at bigint,
    dossier text NOT NULL,
    subject text NOT NULL,
    kind text,
    person text,
    track text NOT NULL,
    stage text NOT NULL,
    standing text,
    unit text NOT NULL,
    agency_unit text,
    since date NOT NULL,
    came_by text,
    since_event text,
    until date,
    left_by text,
    until_event text,
    offence text,
    severity text,
    offence_group text,
    handler text,
    document_kind text,
    addressee text,
    agency text,
    ground text,
    counterpart text,
    requested text,
    simplified text,
    accepted text,
    level text,
    article text,
    left_agency text,
    left_ground text,
    left_outcome text,
    left_penalty text,
    left_charge_change text,
    left_requested text,
    left_accepted text,
    left_simplified text,
    left_hearing text,
    left_article text,
    left_overdue text,
    sex text,
    age_band text,
    ethnicity text,
    nationality text,
    education text,
    party_member text,
    manager text,
    recidivism text,
    legal_entity text,
    counsel text,
    counsel_on date,
    key_case_on date,
    special_measures_on date,
    first_prosecuted_on date,
    limit_on date
);
-- Today's questions walk these two; spans that ended in old years and retracted ones lie outside
-- the stretch that is walked. The expression is the one that store/sql.py asks by.
CREATE INDEX span_standing_by_unit ON span (unit, (coalesce(until, DATE '9999-12-31')), since)
    WHERE retracted_at IS NULL;
CREATE INDEX span_standing_by_dossier ON span (dossier) WHERE retracted_at IS NULL;
-- Questions about an earlier position add these.
CREATE INDEX span_retracted_by_unit ON span (unit, (coalesce(until, DATE '9999-12-31')), since)
    WHERE retracted_at IS NOT NULL;
CREATE INDEX span_retracted_by_dossier ON span (dossier) WHERE retracted_at IS NOT NULL;

-- Điều cần xem.
CREATE TABLE finding (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    asserted_at bigint NOT NULL,
    retracted_at bigint,
    code text NOT NULL,
    dossier text NOT NULL,
    subject text,
    unit text,
    event_id text,
    effective_on date,
    says text
);
CREATE INDEX finding_standing_by_unit ON finding (unit, effective_on) WHERE retracted_at IS NULL;
CREATE INDEX finding_by_dossier ON finding (dossier);

-- Cách ly: what could not be read or must not be believed, with its bytes.
CREATE TABLE quarantine (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    position bigint NOT NULL,
    source text NOT NULL,
    partition integer NOT NULL,
    source_offset bigint NOT NULL,
    key bytea,
    bytes bytea NOT NULL,
    headers jsonb NOT NULL,
    dossier text,
    reason_code text NOT NULL,
    reason text NOT NULL,
    released_at bigint,
    rejected_at bigint,
    resolution text,
    CHECK (released_at IS NULL OR rejected_at IS NULL)
);
CREATE INDEX quarantine_waiting ON quarantine (dossier)
    WHERE released_at IS NULL AND rejected_at IS NULL;

-- Where every partition of every topic is to be read on, and by whom (epoch).
CREATE TABLE consumed (
    topic text NOT NULL,
    partition integer NOT NULL,
    next_offset bigint NOT NULL,
    epoch bigint NOT NULL,
    PRIMARY KEY (topic, partition)
);

-- Who looked at what.
CREATE TABLE access_log (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    who text NOT NULL DEFAULT session_user,
    what text NOT NULL,
    dossier text,
    unit text,
    reason text
);

-- Danh tính niêm phong: apart from everything else, with rights of its own.
CREATE SCHEMA identity;
CREATE TABLE identity.sealed_identity (
    position bigint NOT NULL,
    event_id text NOT NULL,
    dossier text NOT NULL,
    subject text NOT NULL,
    sealed text NOT NULL
);
CREATE INDEX sealed_identity_by_subject ON identity.sealed_identity (dossier, subject);
