"""`thongke` (thống kê): the command line; each command is one line here and a function elsewhere.

Exit codes: 0 done; 1 a judgement failed (`check`, `audit`, `definitions check`, `stories`);
2 usage or unreadable input; 3 a server cannot be reached. Only results go to stdout.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import click

import events
import projections
from thongke.errors import explain

COMMANDS = (
    "demo", "fill", "form", "list", "explain", "check", "indicators",
    "publish", "simulate", "worker", "review",
    "rebuild", "audit", "quarantine", "waive",
    "definitions", "schemas", "docs", "stories",
)  # fmt: skip


class Commands(click.Group):
    """Loads the module of a command only when it is called: `--help` and small ones stay quick."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command = import_module(f"thongke.commands.{name}").command
        assert isinstance(command, click.Command)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="thongke", prog_name="thongke")
def cli() -> None:
    """Procedural events in, official statistical forms out, every figure explained."""


def main() -> None:
    _refuse_shadowed_packages()
    try:
        code = cli.main(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except Exception as error:
        told = explain(error)
        if told is None:
            raise
        print(f"thongke: {told.message}", file=sys.stderr)
        sys.exit(told.code)


def _refuse_shadowed_packages() -> None:
    """A foreign package named `events` in the environment would be counted by instead of ours."""
    home = Path(__file__).resolve().parent.parent
    for package in (events, projections):
        if not Path(package.__file__ or "").resolve().is_relative_to(home):
            print(
                f"thongke: the package {package.__name__!r} comes from {package.__file__}, not "
                f"from {home}: another package of that name is installed; remove it",
                file=sys.stderr,
            )
            sys.exit(2)


if __name__ == "__main__":
    main()
