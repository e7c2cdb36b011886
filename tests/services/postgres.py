"""A PostgreSQL server of the test run's own, durable as a real one, in the machine's memory.

It listens on a socket inside the run's folder and on no port, so that runs on one
machine never meet.  PostgreSQL refuses to run as root, so its own user runs it
there.  The first worker that needs it starts it; the process that started the run
stops it.
"""

import atexit
import os
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import LiteralString

import psycopg
from filelock import FileLock

from tests.services import programs, run_folder

OWNER = "msai_owner"
APP = "msai_app"
SETTINGS = {
    "listen_addresses": "",
    "fsync": "on",
    "synchronous_commit": "on",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "max_wal_size": "512MB",
    "autovacuum": "off",
    "max_locks_per_transaction": "256",
}


class ServerFailed(RuntimeError):
    """PostgreSQL did not do what was asked; the message is its own log."""


def socket_folder() -> Path:
    """The server's socket folder; the first call of a run starts the server."""
    folder = run_folder.current() / "postgresql"
    with FileLock(run_folder.current() / "postgresql.lock"):
        if not (folder / "ready").exists():
            _start(folder)
            (folder / "ready").touch()
    return folder


def url(name: str, role: str) -> str:
    """The address of a database for one of the roles."""
    return f"postgresql+psycopg://{role}@/{name}?host={socket_folder()}"


def administer(*statements: LiteralString) -> None:
    """Run statements on the server as its superuser, each in a transaction of its own."""
    server = _superuser()
    for statement in statements:
        server.execute(statement)


@cache
def _superuser() -> psycopg.Connection:
    # Thousands of databases come and go in a run; to connect anew takes a fifth as long as making one.
    server = _connect(socket_folder())
    atexit.register(server.close)
    return server


def stop(run: Path) -> None:
    """Stop the server of a run, if it started one."""
    folder = run / "postgresql"
    if (folder / "data" / "postmaster.pid").exists():
        _command(folder, "pg_ctl", "stop", "--mode", "fast", "--silent")


def _start(folder: Path) -> None:
    folder.mkdir()
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    _command(folder, "initdb", "--username", "postgres", "--auth", "trust", "--no-sync",
             "--encoding", "UTF8", "--locale", "C.UTF-8")
    settings = SETTINGS | {"unix_socket_directories": str(folder)}
    with (folder / "data" / "postgresql.conf").open("a") as configuration:
        configuration.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
    _command(folder, "pg_ctl", "start", "--log", str(folder / "server.log"), "--wait", "--silent")
    _administer(folder, [f"CREATE ROLE {role} LOGIN" for role in (OWNER, APP)])


def _administer(folder: Path, statements: Sequence[LiteralString]) -> None:
    with _connect(folder) as server:
        for statement in statements:
            server.execute(statement)


def _connect(folder: Path) -> psycopg.Connection:
    return psycopg.connect(f"host={folder} user=postgres dbname=postgres", autocommit=True)


def _command(folder: Path, program: str, *arguments: str) -> None:
    """Run one of the server's own programs as its own user."""
    path = programs.need("postgres").with_name(program)
    command = [str(path), *arguments, "--pgdata", str(folder / "data")]
    if os.geteuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    # pg_ctl leaves the server holding its output: a pipe would never see its end.
    with (folder / f"{program}.log").open("w+") as output:
        done = subprocess.run(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, cwd="/")
        output.seek(0)
        if done.returncode:
            raise ServerFailed(f"{program}: {output.read()}")
