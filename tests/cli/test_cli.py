"""The command line as its users meet it: exit codes, one result on stdout, the same everywhere."""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine

from events.door import admit_records
from ops.local import LocalPostgres
from store.migrate import migrate
from store.recorder import record
from thongke import cli
from thongke.assembly import assemble
from thongke.files import read_events, write_container

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "docs" / "example" / "one-case.jsonl"
PERIOD = "2026-03"
FORM = {"form", "unit", "period", "regime", "cells", "checks", "findings"}
NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ended]


@dataclass(frozen=True)
class Recorded:
    """The same events in two files and in a database; the first file was recorded first."""

    url: str
    files: tuple[Path, Path]
    position: int  # after the first file


@pytest.fixture
def thongke(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process, as the shell would: its exit code and both streams."""

    def run(*arguments: object, **environment: str) -> Ended:
        monkeypatch.setattr(sys, "argv", ["thongke", *map(str, arguments)])
        for name in ("THONGKE_DATABASE_URL", "THONGKE_BROKER"):
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(f"THONGKE_{name}", value)
        with pytest.raises(SystemExit) as ended:
            cli.main()
        told = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Ended(ended.value.code, told.out, told.err)

    return run


@pytest.fixture(scope="module")
def recorded(
    postgres: LocalPostgres, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Recorded]:
    """A simulated province: late, repeated, corrected and out-of-turn documents among others."""
    yield _recorded(postgres, "cli", tmp_path_factory.mktemp("events"))
    postgres.drop_database("cli")


@pytest.fixture(scope="module")
def in_turn(
    postgres: LocalPostgres, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Recorded]:
    """The same with every document in its turn."""
    yield _recorded(postgres, "cli_clean", tmp_path_factory.mktemp("clean"), "--clean")
    postgres.drop_database("cli_clean")


def _recorded(postgres: LocalPostgres, name: str, directory: Path, *options: str) -> Recorded:
    """Simulated events in files and, by the recorder that workers use, in a database."""
    whole = directory / "all.jsonl"
    simulated = ["simulate", "--cases", "60", "--seed", "7", "-o", str(whole), *options]
    subprocess.run([sys.executable, "-m", "thongke.cli", *simulated], cwd=ROOT, check=True)
    lines = whole.read_text("utf-8").splitlines(keepends=True)
    files = directory / "first.jsonl", directory / "second.jsonl"
    files[0].write_text("".join(lines[:500]), "utf-8")
    files[1].write_text("".join(lines[500:]), "utf-8")

    url = postgres.create_database(name)
    migrate(url)
    assembly = assemble()
    engine = create_engine(url)
    positions = []
    for file in files:
        batch = admit_records(
            read_events(file, assembly.codec), str(file), assembly.codec, assembly.catalogue
        )
        with engine.begin() as connection:
            positions.append(record(connection, batch, assembly.meaning).position)
    engine.dispose()
    assert positions[0] is not None
    return Recorded(url, files, positions[0])


# ---- help ----

GROUPS = {
    "definitions": ("check", "show"), "schemas": ("check", "publish"),
    "quarantine": ("list", "show", "retry", "reject"),
}  # fmt: skip
EVERY = [(), *((c,) for c in cli.COMMANDS), *((g, c) for g, cs in GROUPS.items() for c in cs)]


@pytest.mark.parametrize("command", EVERY, ids=" ".join)
def test_every_command_explains_itself(thongke: Run, command: tuple[str, ...]) -> None:
    told = thongke(*command, "-h")

    assert told.code == 0
    assert told.out.startswith(f"Usage: {' '.join(['thongke', *command])} ")
    assert told == thongke(*command, "--help")


def test_help_comes_quickly_in_a_process_of_its_own() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "thongke.cli", "-h"],
        cwd=ROOT, capture_output=True, text=True, timeout=30, check=True,
    )  # fmt: skip

    assert all(f"\n  {command} " in told.stdout for command in cli.COMMANDS)


# ---- 2: what was asked cannot be understood ----

FILL = ("fill", EXAMPLE, "--form", "02", "--unit", "K01-03", "--period", PERIOD)
SHOW = ("form", "02", "--unit", "K01-03", "--period", PERIOD)


def with_option(command: tuple[object, ...], name: str, value: str) -> tuple[object, ...]:
    at = command.index(name)
    return (*command[: at + 1], value, *command[at + 2 :])


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (with_option(FILL, "--form", "99"), "there is no form '99' on 2026-03-01; there are 01, "),
        (("form", "99", *SHOW[2:]), "there is no form '99' on 2026-03-01; there are 01, 02, 03, "),
        (("list", "L9", "--unit", "K01-03", "--period", PERIOD), "no list 'L9' on 2026-03-01; "),
        (("list", "L2", *SHOW[2:], "--line", "nwe"), "L2 has no line 'nwe'; there are new, "),
        (("explain", "9.d24", *SHOW[2:]), "no form or list '9' on 2026-03-01; there are 01, "),
        (
            ("explain", "01.d240", *SHOW[2:]),
            "01 has no line 'd240'; there are, for instance: d40, d24",
        ),
        (("explain", "02", *SHOW[2:]), "02 has no line ''; there are, for instance: "),
        (("check", *SHOW[2:], "--form", "99"), "no form or list '99' on 2026-03-01; there are "),
        (
            ("definitions", "show", "99"),
            "no form, list or group of indicators '99'; there are 01, ",
        ),
        (with_option(FILL, "--unit", "K01-99"), "unit 'K01-99' is not in the catalogue on 2026-"),
        (with_option(SHOW, "--unit", "k01-3"), "accepted, for instance: K"),
        (with_option(FILL, "--form", "09"), "'K01-03' files no form 09; accepted: TC-CQDT, TC+"),
        ((*SHOW, "--rows", "unit"), "form 02 has no rows to change"),
        (with_option(FILL, "--period", "2026-13"), "period '2026-13'; accepted: 2026-01 (month)"),
        (with_option(SHOW, "--period", "tháng 3"), "accepted: 2026-01 (month), 2026-H1, 2026-H2"),
        (with_option(FILL, "--period", "2026-03-02..2026-03-01"), "is empty; accepted: "),
        ((*SHOW, "--as-of", "yesterday"), "--as-of 'yesterday': expected a position (1234) or "),
        (("fill", "no-such-file", *FILL[2:]), "no-such-file"),
        (("fill", ROOT, *FILL[2:]), "is a directory"),
        (("fil",), "No such command 'fil'"),
        (("form", "02"), "Missing option '--unit'"),
        (("quarantine", "show", "123456"), "123456"),
        (("stories", EXAMPLE, "--only", "S1"), "one-case.jsonl:2: not YAML: "),
    ],
    ids=lambda value: " ".join(map(str, value[:2])) if isinstance(value, tuple) else "",
)
def test_a_wrong_question_ends_with_2_and_says_what_would_do(
    thongke: Run, recorded: Recorded, command: tuple[object, ...], said: str
) -> None:
    told = thongke(*command, DATABASE_URL=recorded.url)

    assert told.code == 2
    assert said in told.err
    assert told.out == ""


GOOD = EXAMPLE.read_text("utf-8").splitlines(keepends=True)
NO_SUBJECT = GOOD[1].replace('{"id":"VA","kind":"case"}', "")
UNKNOWN_TYPE = GOOD[1].replace("investigation_suspended", "case_forgotten")
CONTROL_CHARACTER = GOOD[1].replace('"vd-2"', '"vd-9"').replace('"id":"VA"', '"id":"V\\u0000A"')
OTHER_CONTENT = GOOD[0].replace("2026-01-08", "2026-01-09", 1)


@pytest.mark.parametrize(
    ("lines", "place", "said"),
    [
        ([GOOD[0], "{not json\n"], 2, ""),
        ([GOOD[0], "\n", UNKNOWN_TYPE], 3, "unknown_type: "),
        ([GOOD[0], NO_SUBJECT], 2, "missing_subject: "),
        ([GOOD[0], GOOD[2], OTHER_CONTENT], 3, "conflicting_duplicate: "),
        ([GOOD[0], CONTROL_CHARACTER], 2, "unstorable_text: "),
    ],
)
@pytest.mark.parametrize("command", ["fill", "publish"])
def test_a_file_with_a_line_that_would_be_quarantined_is_refused_with_its_place(
    thongke: Run, tmp_path: Path, command: str, lines: list[str], place: int, said: str
) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text("".join(lines), "utf-8")
    options = FILL[2:] if command == "fill" else ()

    # Publishing reads the whole file before it looks for a broker: there is none here.
    told = thongke(command, EXAMPLE, file, *options, BROKER="127.0.0.1:1")

    assert told.code == 2
    assert told.err.startswith(f"thongke: {file}:{place}: {said}")
    assert told.out == ""


def test_a_file_that_is_cut_off_is_refused_with_its_place(thongke: Run, tmp_path: Path) -> None:
    assembly = assemble()
    whole, cut = tmp_path / "whole.avro", tmp_path / "cut.avro"
    write_container(whole, [r for _, r in read_events(EXAMPLE, assembly.codec)], assembly.codec)
    cut.write_bytes(whole.read_bytes()[:-40])

    assert thongke("fill", whole, *FILL[2:], "--json").objects[0]["cells"]["P02-A06v"] == 1
    told = thongke("fill", cut, *FILL[2:])

    assert told.code == 2
    assert f"{cut}:1: " in told.err


# ---- 3: a server cannot be reached ----


@pytest.mark.parametrize(
    "command",
    [
        SHOW,
        ("list", "L2", *SHOW[2:]),
        ("explain", "02.P02-A08v", *SHOW[2:]),
        ("check", *SHOW[2:]),
        ("audit",),
        ("rebuild", "--dry-run"),
        ("quarantine", "list"),
    ],
    ids=lambda command: command[0],
)
def test_an_unreachable_database_ends_with_3(thongke: Run, command: tuple[str, ...]) -> None:
    told = thongke(*command, DATABASE_URL=NOWHERE.replace("nobody", "nobody:secret"))

    assert told.code == 3
    assert "PostgreSQL does not answer at " in told.err
    assert "127.0.0.1:1/nothing" in told.err
    assert "secret" not in told.err
    assert told.out == ""


def test_an_unreachable_or_unnamed_broker_ends_with_3(thongke: Run) -> None:
    unnamed = thongke("publish", EXAMPLE)
    unreachable = thongke("publish", EXAMPLE, BROKER="127.0.0.1:1")

    assert (unnamed.code, unreachable.code) == (3, 3)
    assert "no broker is named: set THONGKE_BROKER=host:port" in unnamed.err
    assert "127.0.0.1:1" in unreachable.err
    assert unnamed.out == unreachable.out == ""


# ---- one form, wherever it is asked ----


@pytest.mark.parametrize("form", ["01", "02", "03"])
def test_fill_and_form_say_the_same_of_the_same_events(
    thongke: Run, recorded: Recorded, form: str
) -> None:
    asked = ("--unit", "TC+", "--unit", "T01", "--unit", "K01-03", "--period", PERIOD, "--json")

    filled = thongke("fill", *recorded.files, "--form", form, *asked)
    shown = thongke("form", form, *asked, DATABASE_URL=recorded.url)

    assert (filled.code, shown.code) == (0, 0)
    assert [one["unit"] for one in filled.objects] == ["TC+", "T01", "K01-03"]
    assert filled.objects == shown.objects
    assert sum(filled.objects[0]["cells"].values()) > 0


def test_a_filled_form_in_json_has_exactly_its_seven_parts(
    thongke: Run, recorded: Recorded
) -> None:
    told = thongke(*SHOW, "--json", DATABASE_URL=recorded.url)
    [filled] = told.objects

    assert set(filled) == FORM
    assert (filled["form"], filled["unit"], filled["period"]) == ("02", "K01-03", PERIOD)
    assert filled["regime"] == "358"
    assert all(isinstance(value, int) for value in filled["cells"].values())
    for check in filled["checks"]:
        assert {"id", "severity", "holds", "spelled"} <= set(check)
        assert ("dossiers" in check) is not check["holds"]
    for finding in filled["findings"]:
        assert {"code", "subject", "event_id", "says"} <= set(finding)


def test_all_gives_every_unit_by_itself_and_they_add_up_to_the_nation(
    thongke: Run, recorded: Recorded
) -> None:
    every = thongke(*with_option(SHOW, "--unit", "all"), "--json", DATABASE_URL=recorded.url)
    nation = thongke(*with_option(SHOW, "--unit", "TC+"), "--json", DATABASE_URL=recorded.url)

    assert len(every.objects) > 300
    added = sum(one["cells"]["P02-A08v"] for one in every.objects)
    assert added == nation.objects[0]["cells"]["P02-A08v"] > 0


def test_as_of_shows_what_was_known_then(thongke: Run, recorded: Recorded) -> None:
    asked = ("--unit", "TC+", "--period", "2026-Y", "--json")

    before = thongke("fill", recorded.files[0], "--form", "02", *asked).objects[0]
    then = thongke("form", "02", *asked, "--as-of", recorded.position, DATABASE_URL=recorded.url)
    now = thongke("form", "02", *asked, "--as-of", "2100-01-01", DATABASE_URL=recorded.url)
    plain = thongke("form", "02", *asked, DATABASE_URL=recorded.url)

    assert then.objects == [before]
    assert now.objects == plain.objects != [before]


def test_periods_are_months_halves_years_and_any_days(thongke: Run, recorded: Recorded) -> None:
    def new_cases(period: str) -> int:
        asked = with_option(SHOW, "--period", period)
        [told] = thongke(*with_option(asked, "--unit", "TC+"), "--json",
                         DATABASE_URL=recorded.url).objects  # fmt: skip
        return int(told["cells"]["P02-A08v"])

    months = ["2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03"]
    assert sum(map(new_cases, months)) == new_cases("2026-H1") > 0
    assert new_cases("2025-10-01..2026-04-01") == new_cases("2026-H1")
    assert new_cases("2026-H1") + new_cases("2026-H2") == new_cases("2026-Y") == 60


def test_the_table_and_the_workbook_say_what_the_json_says(
    thongke: Run, recorded: Recorded, tmp_path: Path
) -> None:
    table = thongke(*SHOW, DATABASE_URL=recorded.url)
    book = thongke(*SHOW, "--xlsx", tmp_path / "form.xlsx", DATABASE_URL=recorded.url)

    assert table.code == book.code == 0
    assert "TIÊU CHÍ" in table.out
    assert "P02-A45v" in table.out
    assert book.out == ""
    assert (tmp_path / "form.xlsx").read_bytes().startswith(b"PK")


def test_a_form_by_offence_is_shown_with_units_for_rows(
    thongke: Run, recorded: Recorded, tmp_path: Path
) -> None:
    of_province = ("form", "10", "--unit", "T01+", "--period", PERIOD)
    by_unit = (*of_province, "--rows", "unit")
    [whole] = thongke(*of_province, "--json", DATABASE_URL=recorded.url).objects
    [told] = thongke(*by_unit, "--json", DATABASE_URL=recorded.url).objects
    alone = with_option(of_province, "--unit", "K01-03")
    [own] = thongke(*alone, "--json", DATABASE_URL=recorded.url).objects
    for number in range(3, 58):
        assert told["cells"][f"all.c{number}"] == whole["cells"][f"all.c{number}"]
        assert told["cells"][f"K01-03.c{number}"] == own["cells"][f"all.c{number}"]
    assert told["cells"]["all.c4"] > told["cells"]["K01-03.c4"]
    table = thongke(*by_unit, "--xlsx", tmp_path / "form.xlsx", DATABASE_URL=recorded.url)
    assert (table.code, table.out) == (0, "")


# ---- what is behind a cell ----


def test_a_list_has_as_many_rows_as_its_cells_say(thongke: Run, in_turn: Recorded) -> None:
    half = ("--unit", "TC+", "--period", "2026-Y", "--json")
    named = {equal.form for one in assemble().definitions.lists for equal in one.equals}
    forms = {
        form: thongke("form", form, *half, DATABASE_URL=in_turn.url).objects[0]["cells"]
        for form in sorted(named)
    }
    compared = 0
    for definition in assemble().definitions.lists:
        told = thongke("list", definition.id, *half, DATABASE_URL=in_turn.url)
        assert told.code == 0
        for equal in definition.equals:
            size = sum(row["line"] == equal.line for row in told.objects)
            assert size == sum(forms[equal.form][cell] for cell in equal.cells), equal
            compared += size
    assert compared > 0


def test_explain_shows_as_many_as_the_cell_says_each_with_its_events(
    thongke: Run, recorded: Recorded
) -> None:
    for form in ("01", "02", "03"):
        asked = ("--unit", "TC+", "--period", "2026-Y")
        [filled] = thongke("form", form, *asked, "--json", DATABASE_URL=recorded.url).objects
        definition = assemble().definitions
        [home] = [f for f in definition.forms if f.id == form]
        cells = [
            (line.id, filled["cells"][line.id]) for line in home.lines
            if filled["cells"].get(line.id) and line.count.what == "spans"
        ]  # fmt: skip
        for cell, value in itertools.islice(cells, 0, None, max(1, len(cells) // 8)):
            told = thongke("explain", f"{form}.{cell}", *asked, "--json", DATABASE_URL=recorded.url)
            assert len({(one["key"], one["ask"]) for one in told.objects}) == value, cell
            assert all(one["events"] for one in told.objects), cell
        assert cells


def test_no_name_and_no_birth_date_is_in_a_list(thongke: Run, recorded: Recorded) -> None:
    told = thongke("list", "PL01", "--unit", "TC+", "--period", "2026-Y", "--json",
                   DATABASE_URL=recorded.url)  # fmt: skip

    assert {row["person"] for row in told.objects} <= {"niêm phong", None}
    assert told.objects


# ---- 1: a judgement failed ----

MONTHS = [*(f"2025-{month}" for month in (10, 11, 12)), *(f"2026-0{n}" for n in range(1, 10))]


def test_check_ends_with_0_where_every_document_was_in_turn(
    thongke: Run, in_turn: Recorded
) -> None:
    for period in ("2026-H1", *MONTHS[:3]):
        told = thongke("check", "--unit", "TC+", "--period", period, DATABASE_URL=in_turn.url)
        blocking = [line for line in told.out.splitlines() if "[block]" in line]
        # A court may convict of another crime than the case's (E40): no matter of turns.
        assert [line for line in blocking if " lead_otherwise " not in line] == []
        assert told.code == bool(blocking)
        assert f", {len(blocking)} lỗi chặn gửi" in told.out


def test_check_names_the_dossiers_of_a_formula_that_fails_and_ends_with_1(
    thongke: Run, recorded: Recorded
) -> None:
    codes = set()
    for period in MONTHS:
        told = thongke("check", "--unit", "TC+", "--period", period, "--form", "02",
                       DATABASE_URL=recorded.url)  # fmt: skip
        *failures, last = told.out.splitlines()
        blocking = [failure for failure in failures if "[block]" in failure]
        assert f"{len(blocking)} lỗi chặn gửi" in last
        assert told.code == (1 if blocking else 0)
        assert all("– hồ sơ: s7-h" in failure for failure in blocking)
        codes.add(told.code)
    assert codes == {0, 1}


def test_audit_and_rebuild_find_nothing_after_recording(thongke: Run, recorded: Recorded) -> None:
    audited = thongke("audit", DATABASE_URL=recorded.url)
    rebuilt = thongke("rebuild", "--dry-run", DATABASE_URL=recorded.url)

    assert (audited.code, rebuilt.code) == (0, 0)
    assert audited.err == ""


# ---- definitions ----


def test_a_definition_in_json_has_the_parts_of_the_contract(thongke: Run) -> None:
    shown = json.loads(thongke("definitions", "show", "02", "--json").out)
    listed = json.loads(thongke("definitions", "show", "L1", "--json").out)

    assert {"form", "regime", "valid", "status", "lines", "columns", "checks"} <= set(shown)
    assert (shown["form"], listed["form"]) == ("02", "L1")
    for line in (*shown["lines"], *listed["lines"]):
        assert {"id", "code", "label", "parent", "status", "counts"} <= set(line)
        assert line["code"] is None or line["status"] != "inferred"
    assert "P03-12b.death" in {
        line["id"]
        for line in json.loads(thongke("definitions", "show", "03", "--json").out)["lines"]
    }


def test_definitions_and_schemas_are_judged_with_0_when_they_hold(thongke: Run) -> None:
    for command in (("definitions", "check"), ("schemas", "check")):
        assert thongke(*command).code == 0, command


def test_a_broken_definition_ends_with_1_and_names_its_file(thongke: Run, tmp_path: Path) -> None:
    schemas = tmp_path / "schemas"
    shutil.copytree(ROOT / "schemas", schemas)
    with (schemas / "forms" / "b01.yaml").open("a", encoding="utf-8") as form:
        form.write("linse: []\n")

    told = thongke("definitions", "check", "--directory", schemas)

    assert told.code == 1
    assert "forms/b01.yaml" in told.out
    assert "linse" in told.out


# ---- nothing but the result goes to stdout ----


def test_only_events_go_to_stdout_when_simulating(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "thongke.cli", "simulate", "--cases", "3", "--seed", "1"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip

    events = [json.loads(line) for line in told.stdout.splitlines()]
    assert events
    assert all({"type", "event_id", "dossier_id"} <= set(event) for event in events)
