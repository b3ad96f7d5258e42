-- Which units' sources are silent is asked with every roll-up: of each unit and kind of event the
-- last day, and whether there is one in the period, without reading the events themselves.
CREATE INDEX journal_by_unit ON journal (unit, type, effective_on, position);
