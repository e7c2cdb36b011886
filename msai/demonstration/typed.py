"""`flask --app wsgi demo ...`: the demo programme built, started afresh, taken away."""

from __future__ import annotations

import sys

import click
from flask import current_app
from flask.cli import AppGroup

from msai.ids import now_ms
from msai.permissions import SYSTEM_IMPORT

demo_commands = AppGroup("demo", help="The demo programme: three groups of invented people.")


@demo_commands.command("build")
def build() -> None:
    """Build the demo up to last Sunday, in place of the one that stands, and print who can sign in."""
    from datetime import UTC, datetime

    from msai.db import schema
    from msai.demonstration.building import build_demo

    if not schema.is_current(current_app.extensions["database"].engine):
        click.echo("code=schema_behind", err=True)
        sys.exit(1)
    at = now_ms()
    today = datetime.fromtimestamp(at / 1000, tz=UTC).date()
    found = current_app.extensions
    built = build_demo(found["database"], SYSTEM_IMPORT, passwords=found["passwords"], today=today, at=at)
    for person in built.people:
        does = person.role.value if person.role else "facilitator"
        click.echo(f"{does:<20} {person.key:<18} {person.identifier:<24} {person.name}")
    click.echo(f"They all sign in with the password {built.password}")


@demo_commands.command("remove")
def remove() -> None:
    """Take the demo away: nobody sees its books any more, and its people cannot sign in."""
    from msai.demonstration.building import remove_demo

    books = remove_demo(current_app.extensions["database"], SYSTEM_IMPORT, at=now_ms())
    click.echo(f"{books} books of the demo are put away.")


demo_commands.add_command(build, "reset")
