"""What the Penal Code says of an offence."""

from collections import Counter
from datetime import date

import pytest
from published import OFFENCES, document, rows

from projections.offences import Charge, Offences, article_order, parse_charges

BEFORE = date(2025, 6, 30)
AFTER = date(2025, 7, 1)
TODAY = date(2026, 1, 15)


@pytest.mark.parametrize("name", ["offences", "offence-clauses", "units", "agencies"])
def test_every_table_has_the_columns_that_its_description_names(name: str) -> None:
    described = document(name)
    assert described["rows"] == f"{name}.csv"
    assert list(rows(name)[0]) == list(described["columns"])


def test_there_are_315_offences_and_314_before_article_256a() -> None:
    assert len(OFFENCES.articles(AFTER)) == 315
    assert len(OFFENCES.articles(BEFORE)) == 314
    assert set(OFFENCES.articles(AFTER)) - set(OFFENCES.articles(BEFORE)) == {"256a"}


def test_each_chapter_has_as_many_offences_as_the_code_counts() -> None:
    chapters = Counter(OFFENCES.offences[article].chapter for article in OFFENCES.articles(TODAY))
    assert chapters == {
        "XIII": 14, "XIV": 34, "XV": 11, "XVI": 13, "XVII": 7, "XVIII": 48, "XIX": 12,
        "XX": 14, "XXI": 69, "XXII": 22, "XXIII": 14, "XXIV": 24, "XXV": 28, "XXVI": 5,
    }  # fmt: skip


def test_definition_articles_and_the_repealed_one_are_no_offences() -> None:
    assert [a for a in ("122", "292", "352", "367", "392", "999", "") if OFFENCES.known(a)] == []
    assert OFFENCES.known("217a")
    assert not OFFENCES.known("256a", BEFORE)


def test_the_death_penalty_went_from_18_articles_to_10() -> None:
    def deadly(on: date) -> str:
        return " ".join(a for a in OFFENCES.articles(on) if OFFENCES.death_possible(a, None, on))

    assert deadly(BEFORE) == (
        "108 109 110 112 113 114 123 142 194 248 250 251 299 353 354 421 422 423"
    )
    assert deadly(AFTER) == "108 112 113 123 142 248 251 299 422 423"


def test_the_death_penalty_belongs_to_a_clause() -> None:
    assert OFFENCES.death_possible("123", 1, TODAY)
    assert not OFFENCES.death_possible("123", 2, TODAY)
    assert OFFENCES.death_possible("251", 4, BEFORE)
    assert not OFFENCES.death_possible("251", 4, AFTER)
    assert OFFENCES.death_possible("251", 5, AFTER)
    assert not OFFENCES.death_possible("250", 4, AFTER)


@pytest.mark.parametrize(
    ("article", "clause", "severity"),
    [
        ("173", 1, "less_serious"),
        ("173", 2, "serious"),
        ("168", 1, "very_serious"),
        ("175", 3, "very_serious"),
        ("123", 1, "especially_serious"),
        ("135", 1, "less_serious"),  # fine or non-custodial
        ("206", 2, "serious"),
        ("206", 4, "especially_serious"),
        ("207", 2, "very_serious"),
        ("393", 1, "serious"),
        ("256a", 1, "less_serious"),
        ("256a", 2, "serious"),
        ("123", 3, None),  # preparation
        ("123", 4, None),  # additional penalties
        ("188", 6, None),  # legal persons
        ("173", None, None),  # four frames that differ
        ("173", 9, None),
        ("165", None, "less_serious"),  # every frame agrees
        ("999", 1, None),
        ("352", 1, None),
    ],
)
def test_the_class_belongs_to_the_clause(
    article: str, clause: int | None, severity: str | None
) -> None:
    assert OFFENCES.severity(article, clause, TODAY) == severity


def test_a_clause_that_changed_its_nature_has_its_class_of_the_day() -> None:
    assert OFFENCES.severity("248", 5, BEFORE) is None
    assert OFFENCES.severity("248", 5, AFTER) == "especially_serious"
    assert OFFENCES.severity("256a", 1, BEFORE) is None


def test_law_86_of_2025_left_the_class_of_every_other_clause_as_it_was() -> None:
    changed = {
        (article, clause)
        for article, clauses in OFFENCES.clauses.items()
        for clause in clauses
        if OFFENCES.severity(article, clause, BEFORE) != OFFENCES.severity(article, clause, AFTER)
    }
    assert changed == {("248", 5), ("251", 5), ("256a", 1), ("256a", 2)}


def test_the_class_follows_from_the_heaviest_penalty_of_the_frame() -> None:
    """Điều 9: up to 3 years, over 3 to 7, over 7 to 15, over 15 and life and death."""
    frames = [row for row in rows("offence-clauses") if row["kind"] == "frame"]
    for row in frames:
        months = int(row["max_months"] or 0)
        if {"life", "death"} & set(row["penalties"].split("|")) or months > 180:
            severity = "especially_serious"
        elif months > 84:
            severity = "very_serious"
        elif months > 36:
            severity = "serious"
        else:
            severity = "less_serious"
        assert row["severity"] == severity, row


def test_no_clause_is_missing_between_the_first_and_the_last() -> None:
    without_frame = {("113", 4), ("253", 5)}
    for article, clauses in OFFENCES.clauses.items():
        missing = set(range(1, max(clauses) + 1)) - set(clauses)
        assert {(article, clause) for clause in missing} <= without_frame


def test_the_marks_of_articles_are_as_many_as_the_code_lists() -> None:
    standing = OFFENCES.offences.values()
    assert sum(offence.legal_entity for offence in standing) == 33
    assert sum(offence.from_14 for offence in standing) == 28
    assert sum(offence.preparation for offence in standing) == 25
    asked = [o.article for o in standing if o.victim_request_clause == 1]
    assert " ".join(asked) == "134 135 136 138 139 141 143 155 156 226"
    assert OFFENCES.offences["226"].victim_request_to == date(2021, 12, 1)


def test_only_articles_that_punish_preparation_have_a_preparation_clause() -> None:
    prepared = {row["article"] for row in rows("offence-clauses") if row["kind"] == "preparation"}
    assert prepared == {o.article for o in OFFENCES.offences.values() if o.preparation}


@pytest.mark.parametrize(
    ("charges", "article"),
    [
        ("251.2,250.2", "250"),  # equal frames of 7 to 15 years: the smaller article
        ("249.1,255.1", "255"),  # both serious, 5 years against 7
        ("173.1,168.1", "168"),
        ("*173.2,174.3", "174"),  # the flag does not outweigh
        ("248.4,251.5", "251"),  # life against death
        ("123.3,173.1", "123"),  # a preparation of up to 5 years against 3
        ("217a.1,217.1", "217"),
        ("173.1.b", "173"),
        ("*250,251.2", "250"),  # cannot be weighed: the flag
        ("250,251.2", "251"),  # cannot be weighed, no flag: what can be weighed
        ("999.1,173.1", "173"),
        ("174,173", "173"),  # nothing to weigh: the smaller article
    ],
)
def test_a_subject_counts_under_its_gravest_charge(charges: str, article: str) -> None:
    gravest = OFFENCES.gravest(charges, TODAY)
    assert gravest is not None
    assert gravest.article == article


def test_no_charge_is_no_gravest_charge() -> None:
    assert OFFENCES.gravest("", TODAY) is None


def test_charges_are_read_with_clause_point_and_flag() -> None:
    assert parse_charges("*245.1.a,173,217a.2") == (
        Charge("245", 1, "a", True),
        Charge("173"),
        Charge("217a", 2),
    )


def test_articles_stand_in_the_order_of_the_code() -> None:
    assert sorted(["218", "1000", "217a", "217", "?"], key=article_order) == (
        ["217", "217a", "218", "1000", "?"]
    )


@pytest.mark.parametrize(
    ("article", "group"),
    [
        ("353", "corruption"),
        ("359", "corruption"),
        ("360", "other_position"),
        ("366", "other_position"),
        ("188", "economic"),
        ("217a", "economic"),
        ("234", "economic"),
        ("235", "other"),
        ("173", "other"),
        ("251", "other"),
        ("352", "unknown"),
        ("292", "unknown"),
        ("999", "unknown"),
    ],
)
def test_an_article_has_one_group_of_the_forms(article: str, group: str) -> None:
    assert OFFENCES.group(article) == group


def test_the_drug_offences_hold_the_article_added_in_2025() -> None:
    assert len(OFFENCES.groups["drugs"].articles) == 14
    assert "256a" in OFFENCES.groups["drugs"].articles
    assert len(OFFENCES.groups["economic"].articles) == 48


def test_a_group_of_no_offence_and_two_groups_of_one_article_are_refused() -> None:
    offences, clauses = rows("offences"), rows("offence-clauses")
    with pytest.raises(ValueError, match="'352' holds no offence"):
        Offences.from_rows(offences, clauses, [{"code": "x", "label": "", "articles": ["352"]}])
    twice = [{"code": name, "label": "", "articles": ["353-354"], "divides": True} for name in "ab"]
    with pytest.raises(ValueError, match="is in a and b"):
        Offences.from_rows(offences, clauses, twice)


def test_a_frame_without_a_class_is_refused() -> None:
    row = next(row for row in rows("offence-clauses") if row["article"] == "173")
    with pytest.raises(ValueError, match=r"clause 173\.1: severity ''"):
        Offences.from_rows(rows("offences"), [row | {"severity": ""}], [])
    with pytest.raises(ValueError, match="two versions on 2018-01-01"):
        Offences.from_rows(rows("offences"), [row, row], [])
