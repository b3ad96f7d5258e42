"""`thongke simulate`: the same year on stdout, as JSON lines and as an Avro container."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from thongke.commands.simulate import command
from thongke.files import read_events
from thongke.wire import codec

SMALL = ["--cases", "12", "--seed", "4"]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, [*SMALL, *arguments], standalone_mode=False)


def test_files_and_stdout_hold_the_same_events(tmp_path: Path) -> None:
    wire = codec()
    lines, container = tmp_path / "year.jsonl", tmp_path / "year.avro"
    for path in (lines, container):
        result = run("-o", str(path))
        assert result.exception is None
        assert result.stdout.endswith(f"events written to {path}\n")
    written = [record for _, record in read_events(lines, wire)]
    assert written == [record for _, record in read_events(container, wire)]
    assert len(written) > 100
    told = run()
    assert told.stdout == lines.read_text(encoding="utf-8")


def test_a_province_that_is_none_is_refused() -> None:
    refused = run("--province", "99")
    assert "there is no province '99'; accepted: two digits" in str(refused.exception)


def test_a_year_that_ends_before_it_begins_is_refused() -> None:
    refused = run("--start", "2026-10-01", "--end", "2026-10-01")
    assert "--end 2026-10-01 is not after --start 2026-10-01" in str(refused.exception)
