"""The proof that a sub-row takes no more than its row, against plain counting of every span."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from projections.definitions import Condition, Count, Met, Question, Term
from thongke.definitions.regions import apart, inside, narrower

STAGES, MANNERS = ("a", "b", "a_late"), ("m", "n")
TAGS = (frozenset[str](), frozenset({"x"}), frozenset({"y"}), frozenset({"x", "y"}))
DAYS = ("in", "before", "later")
Span = tuple[str, str, frozenset[str], str]
SPANS: list[Span] = list(product(STAGES, MANNERS, TAGS, DAYS))
TAKEN_DAYS = {"in_period": {"in"}, "before_period": {"before"}, "by_period_end": {"in", "before"}}


def takes(term: Term, span: Span) -> bool:
    stage, manner, tags, day = span
    for c in term.conditions:
        match c.column:
            case "stage" if stage not in c.values:
                return False
            case "left_by" if manner not in c.values:
                return False
            case "counsel" if not tags & c.values:
                return False
            case "day" if day not in TAKEN_DAYS[c.op]:
                return False
    return True


def some(column: str, values: tuple[str, ...], op: str = "in") -> st.SearchStrategy[Condition]:
    chosen = st.frozensets(st.sampled_from(values), min_size=1)
    return chosen.map(lambda v: Condition(column=column, op=op, values=v))  # type: ignore[arg-type]


dates = st.sampled_from(sorted(TAKEN_DAYS)).map(
    lambda op: Condition(column="day", op=op)  # type: ignore[arg-type]
)
conditions = st.tuples(
    st.one_of(st.none(), some("stage", STAGES)),
    st.one_of(st.none(), some("left_by", MANNERS)),
    st.one_of(st.none(), some("counsel", ("x", "y"), "contains")),
    st.one_of(st.none(), dates),
)


@st.composite
def terms(draw: st.DrawFn) -> Term:
    return Term(question="left", conditions=tuple(c for c in draw(conditions) if c is not None))


@given(terms(), st.lists(terms(), max_size=3))
def test_what_is_proven_inside_is_taken_by_the_parents(child: Term, parents: list[Term]) -> None:
    if inside(child, parents, {}):
        for span in SPANS:
            assert not takes(child, span) or any(takes(parent, span) for parent in parents)


@given(terms(), st.lists(terms(), min_size=1, max_size=3))
def test_a_narrowed_parent_is_always_proven_inside(narrowed: Term, parents: list[Term]) -> None:
    kept = {c.column for c in narrowed.conditions} - {c.column for c in parents[0].conditions}
    added = tuple(c for c in narrowed.conditions if c.column in kept)
    assert inside(Term(question="left", conditions=parents[0].conditions + added), parents, {})


@given(terms(), terms())
def test_terms_that_are_apart_never_take_one_span(one: Term, other: Term) -> None:
    if apart(one, other):
        assert not any(takes(one, span) and takes(other, span) for span in SPANS)


def asking(question: Question, *stages: str) -> Term:
    stage = Condition(column="stage", op="in", values=frozenset(stages))
    return Term(question=question, conditions=(stage,))


def test_a_child_may_lie_in_two_parents_together() -> None:
    parents = [asking("closing", "a"), asking("closing", "b")]
    assert inside(asking("closing", "a", "b"), parents, {})
    assert not inside(asking("closing", "a", "c"), parents, {})


def test_another_question_is_another_count() -> None:
    assert not inside(asking("closing", "a"), [asking("opening", "a")], {})


def test_who_stands_overdue_stands_in_the_stage_below() -> None:
    bases = {"a_late": frozenset({"a"})}
    assert inside(asking("closing", "a_late"), [asking("closing", "a")], bases)
    assert not inside(asking("closing", "a_late"), [asking("closing", "b")], bases)
    assert not inside(asking("entered", "a_late"), [asking("entered", "a")], bases)


def test_a_limit_extended_later_is_no_leaving_of_the_stage_below() -> None:
    bases = {"a_late": frozenset({"a"})}
    parent = asking("left", "a")
    assert not inside(asking("left", "a_late"), [parent], bases)

    def by(manner: str) -> Term:
        way = Condition(column="left_by", op="in", values=frozenset({manner}))
        return Term(question="left", conditions=(*asking("left", "a_late").conditions, way))

    assert inside(by("terminated"), [parent], bases)
    assert not inside(by("extended"), [parent], bases)


def test_counting_each_key_once_gives_no_more_than_counting_all() -> None:
    spans = Count()
    subjects = Count(what="distinct", of="subject")
    twice = Count(what="distinct", of="subject", at_least=2)
    dossiers = Count(what="distinct", of="dossier")
    assert narrower(subjects, spans) and narrower(twice, subjects) and narrower(dossiers, subjects)
    assert not narrower(spans, subjects)
    assert not narrower(subjects, twice)
    assert not narrower(subjects, dossiers)
    assert not narrower(Count(what="sum", of="quantity"), spans)


def test_a_key_that_met_more_is_no_more_often() -> None:
    met = Met(when="ever", terms=(asking("entered", "a"),))
    subjects = Count(what="distinct", of="subject")
    asked = Count(what="distinct", of="subject", met=(met,))
    assert narrower(asked, subjects) and not narrower(subjects, asked)
