"""Every rule of the loader: a sound set of definitions, broken in one place, and the words said."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml

from thongke.definitions import DefinitionError, load
from thongke.definitions.check import check

BROKEN = sorted((Path(__file__).parent / "broken").glob("*.yaml"))


def rewrite(file: Path, find: str, write: str) -> None:
    """Breaks the first place where the words stand."""
    text = file.read_text(encoding="utf-8")
    assert find in text, f"{find!r} is not in {file.name}"
    file.write_text(text.replace(find, write, 1), encoding="utf-8")


def refused(directory: Path, words: str) -> None:
    with pytest.raises(DefinitionError, match=re.escape(words)):
        load(directory)


@pytest.mark.parametrize("example", BROKEN, ids=lambda path: path.stem)
def test_a_broken_definition_is_refused_in_words(example: Path, sound: Path) -> None:
    told = yaml.safe_load(example.read_text(encoding="utf-8"))
    rewrite(sound / told["file"], told["find"], told["write"])
    with pytest.raises(DefinitionError) as refusal:
        load(sound)
    message = str(refusal.value)
    for words in told["says"]:
        assert words in message
    assert len(refusal.value.problems) == 1 + told.get("further_problems", 0), message


def test_every_problem_of_a_load_is_told_at_once(sound: Path) -> None:
    rewrite(sound / "traits.yaml", "kind: person", "kind: persons")
    rewrite(sound / "traits.yaml", "kind: date", "kind: day")
    rewrite(sound / "events/case.yaml", "topic: criminal", "topic: criminals")
    rewrite(sound / "forms/x.yaml", "title: Biểu thử", "title: Biểu thử\ntitle: Biểu thử")
    report = check(sound)
    assert report.code == 1
    assert [(problem.file, problem.line) for problem in report.problems] == [
        *(("forms/x.yaml", 6), ("traits.yaml", 7), ("traits.yaml", 10), ("events/case.yaml", 4))
    ]
    assert report.spelled().splitlines()[-1] == "4 lỗi"


def test_two_versions_of_a_form_may_follow_each_other(sound: Path) -> None:
    shutil.copy(sound / "forms/x.yaml", sound / "forms/x-later.yaml")
    rewrite(sound / "forms/x.yaml", "to: null", "to: 2026-10-01")
    rewrite(sound / "forms/x-later.yaml", "from: 2025-10-01", "from: 2026-10-01")
    assert [form.provenance.start.year for form in load(sound).forms] == [2026, 2025]


def test_a_day_between_two_versions_must_not_stay_uncovered(sound: Path) -> None:
    shutil.copy(sound / "forms/x.yaml", sound / "forms/x-later.yaml")
    rewrite(sound / "forms/x.yaml", "to: null", "to: 2026-10-01")
    rewrite(sound / "forms/x-later.yaml", "from: 2025-10-01", "from: 2026-10-02")
    refused(
        sound,
        "forms/x-later.yaml:1: valid: form X: no version covers the days from 2026-10-01 to "
        "2026-10-02; expected from: 2026-10-01, or forms/x.yaml lasting to 2026-10-02",
    )


def test_no_day_has_two_versions(sound: Path) -> None:
    shutil.copy(sound / "lists/lx.yaml", sound / "lists/lx-later.yaml")
    rewrite(sound / "lists/lx-later.yaml", "from: 2025-10-01", "from: 2026-10-01")
    refused(
        sound,
        "lists/lx-later.yaml:1: valid: list LX: two versions hold on 2026-10-01, also "
        "lists/lx.yaml; accepted: one a day",
    )


def test_a_track_belongs_to_one_file(sound: Path) -> None:
    shutil.copy(sound / "procedures/case.yaml", sound / "procedures/more.yaml")
    refused(sound, 'procedures/more.yaml:5: tracks.case: track "case" is defined by another file')


def test_rows_of_one_event_may_follow_each_other_in_time(sound: Path) -> None:
    rewrite(
        sound / "procedures/case.yaml",
        "  - event: resumed\n",
        "  - event: suspended\n    valid: {from: 2018-01-01, to: 2020-01-01}\n"
        "    stays: [investigating]\n  - event: resumed\n",
    )
    rewrite(
        sound / "procedures/case.yaml",
        "  - event: suspended\n",
        "  - event: suspended\n    valid: {from: 2020-01-01, to: null}\n",
    )
    rows = [row for row in load(sound).tracks["case"].transitions if row.event == "suspended"]
    assert [row.provenance.start.year for row in rows] == [2020, 2018]


def test_a_file_that_would_not_be_read_is_told(sound: Path) -> None:
    (sound / "forms/x.yaml").rename(sound / "forms/x.yml")
    refused(sound, "forms/x.yml: is not read under this name; accepted: .yaml, .csv, .md")


def test_a_file_that_is_not_utf8_is_told(sound: Path) -> None:
    (sound / "forms/x.yaml").write_bytes("title: Biểu".encode("utf-16"))
    refused(sound, "forms/x.yaml: byte 0 is not UTF-8")


def test_an_empty_file_is_told(sound: Path) -> None:
    (sound / "traits.yaml").write_text("")
    refused(sound, "traits.yaml:1: the file is empty; expected a mapping of keys")


def test_a_table_must_have_the_columns_that_its_catalogue_explains(sound: Path) -> None:
    rewrite(sound / "catalogues/units.csv", "code,label,", "code,name,")
    refused(sound, "units.csv has the columns code, name, place")


def test_a_row_must_have_every_field(sound: Path) -> None:
    with (sound / "catalogues/units.csv").open("a", encoding="utf-8") as file:
        file.write("T99,Tỉnh thử\n")
    refused(sound, "fields; accepted: one field for each column")


def test_what_a_catalogue_itself_refuses_is_told_with_its_name(sound: Path) -> None:
    text = (sound / "catalogues/units.csv").read_text(encoding="utf-8")
    (sound / "catalogues/units.csv").write_text(text + text.splitlines()[1] + "\n", "utf-8")
    refused(sound, "catalogues/units: unit TC: two versions stand")


def test_a_missing_catalogue_is_told(sound: Path) -> None:
    (sound / "catalogues/holidays.yaml").unlink()
    refused(sound, "catalogues/holidays.yaml: there is no such file")


def violations(directory: Path, find: str, write: str) -> None:
    rewrite(directory / "catalogues/violations.csv", find, write)


def test_a_violation_stands_once_in_its_catalogue(sound: Path) -> None:
    violations(sound, "\nreport_wrong_competence,", "\nreport_not_accepted,")
    refused(sound, "catalogues/violations: violation report_not_accepted stands twice")


def test_a_violation_is_counted_in_a_known_way(sound: Path) -> None:
    violations(sound, ",object,", ",objects,")
    refused(sound, "violation report_not_accepted: counted 'objects'; accepted: times, object")


def test_a_violation_names_violators_that_the_catalogue_explains(sound: Path) -> None:
    violations(sound, "police military ", "polices military ")
    refused(sound, "violation report_not_accepted: violators 'polices'; accepted: police, military")


def test_a_line_names_violations_of_the_catalogue(sound: Path) -> None:
    rewrite(sound / "traits.yaml", "  sex:", "  violation: {label: Vi phạm, kind: entry}\n  sex:")
    rewrite(sound / "forms/x.yaml", "sex: [female]}]}", "violation: [questionin]}]}")
    refused(sound, 'unknown value "questionin" of violation; accepted: "questioning"')
