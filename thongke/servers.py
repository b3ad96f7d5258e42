"""Máy chủ: the database and the broker that a command talks to, started here when none is named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from ops.local import LocalPostgres
from store.migrate import migrate
from thongke.settings import Settings


class Unreachable(Exception):
    """A server that a command needs does not answer."""


@contextmanager
def database(settings: Settings) -> Iterator[Engine]:
    """An engine on the named database, or on the local one, with all migrations applied."""
    with database_url(settings) as url:
        engine = create_engine(url, pool_pre_ping=True)
        try:
            migrate(url)
            yield engine
        finally:
            engine.dispose()


@contextmanager
def database_url(settings: Settings) -> Iterator[str]:
    """The address of a database that answers; a local server lives as long as the context."""
    if settings.database_url:
        if not answers(settings.database_url):
            raise Unreachable(
                f"PostgreSQL does not answer at {shown(settings.database_url)} "
                "(THONGKE_DATABASE_URL); is it running?"
            )
        yield settings.database_url
        return
    for running in (demonstration(settings), settings.local / "postgres"):
        local = LocalPostgres(running)
        if answers(local.url):
            _say(running)
            yield local.url
            return
    _say(local.directory)
    with local:
        yield local.url


def demonstration(settings: Settings) -> Path:
    """Where `thongke demo` keeps its store; while it runs, commands ask that one."""
    return settings.local / "demo" / "postgres"


def _say(directory: Path) -> None:
    """Which store it is: figures of another one look just like figures that are 0."""
    click.echo(f"store: {directory} (THONGKE_DATABASE_URL names none)", err=True)


def answers(url: str) -> bool:
    engine = create_engine(url, connect_args={"connect_timeout": 5})
    try:
        with engine.connect() as connection:
            connection.execute(text("select 1"))
    except OperationalError:
        return False
    else:
        return True
    finally:
        engine.dispose()


def broker(settings: Settings) -> str:
    if not settings.broker:
        raise Unreachable(
            "no broker is named: set THONGKE_BROKER=host:port, or run `thongke demo`, "
            "which starts one of its own"
        )
    return settings.broker


def shown(url: str) -> str:
    """An address without its password."""
    return make_url(url).render_as_string(hide_password=True)
