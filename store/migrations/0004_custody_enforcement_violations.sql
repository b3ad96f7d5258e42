-- Giam giữ, thi hành án, vi phạm (Biểu 06, 07, 17): what their rows tell apart, and the numbers
-- that some of them add up.
--
-- What was derived before says `unknown`: derive again (`rebuild`) where older events state them.
ALTER TABLE move
    ADD COLUMN purpose text,
    ADD COLUMN demands text,
    ADD COLUMN field text,
    ADD COLUMN violation text,
    ADD COLUMN violator text,
    ADD COLUMN violator_level text,
    ADD COLUMN object_kind text,
    ADD COLUMN object text,
    ADD COLUMN without_ground text,
    ADD COLUMN quantity bigint,
    ADD COLUMN money bigint,
    ADD COLUMN additional text,
    ADD COLUMN facility_kind text;

ALTER TABLE span
    ADD COLUMN field text DEFAULT 'unknown',
    ADD COLUMN facility_kind text DEFAULT 'unknown',
    ADD COLUMN penalty text DEFAULT 'unknown',
    ADD COLUMN demands text DEFAULT 'unknown',
    ADD COLUMN violation text DEFAULT 'unknown',
    ADD COLUMN violator text DEFAULT 'unknown',
    ADD COLUMN violator_level text DEFAULT 'unknown',
    ADD COLUMN object text DEFAULT 'unknown',
    ADD COLUMN without_ground text DEFAULT 'unknown',
    ADD COLUMN left_additional text,
    ADD COLUMN quantity bigint;
ALTER TABLE span
    ALTER COLUMN field DROP DEFAULT,
    ALTER COLUMN facility_kind DROP DEFAULT,
    ALTER COLUMN penalty DROP DEFAULT,
    ALTER COLUMN demands DROP DEFAULT,
    ALTER COLUMN violation DROP DEFAULT,
    ALTER COLUMN violator DROP DEFAULT,
    ALTER COLUMN violator_level DROP DEFAULT,
    ALTER COLUMN object DROP DEFAULT,
    ALTER COLUMN without_ground DROP DEFAULT;
-- Of a span that has been left, what nobody said is unknown; of one that has not, null.
UPDATE span SET left_additional = 'unknown' WHERE until IS NOT NULL;
