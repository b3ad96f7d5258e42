"""`thongke demo`: the main job end to end, on this machine, with nothing else needed."""

from __future__ import annotations

import click

from thongke.demo import Demo


@click.command("demo")
@click.option("--once", is_flag=True, help="End by itself when the forms are filled and checked.")
@click.option("--cases", default=1500, show_default=True, help="Criminal cases to simulate.")
@click.option("--seed", default=358, show_default=True)
@click.option("--port", default=8358, show_default=True, help="Of the page.")
def command(once: bool, cases: int, seed: int, port: int) -> int:
    """Start PostgreSQL and Kafka, publish a simulated province, fill forms, serve the page."""
    return Demo(cases=cases, seed=seed, port=port).run(once=once)
