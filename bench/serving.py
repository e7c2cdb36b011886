"""The two servers of the comparison, each a process of its own on loopback.

`python -m bench.serving ledger FOLDER` serves the ledger; `python -m bench.serving raw
FOLDER RECORDED` serves one address that writes recorded rows by sqlite3 alone, behind the
same Flask and the same waitress.  Each prints its port and serves until its input ends.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from uuid import UUID

from flask import Flask, Response, jsonify, request
from waitress.server import create_server

from bench import floor
from bench.deployments import Deployment
from msai import create_app
from msai.serving import spare_the_collector

ADDRESS = "/api/v1/groups/<uuid:book_id>/meetings/<uuid:meeting_id>"


@contextmanager
def server(kind: str, *folders: Path) -> Iterator[HTTPConnection]:
    """A connection to one of the servers, kept open; the server ends with it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.serving", kind, *map(str, folders)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    connection = HTTPConnection("127.0.0.1", int(process.stdout.readline()), timeout=60)
    try:
        yield connection
    finally:
        connection.close()
        process.stdin.close()
        process.wait(timeout=30)


def _ledger(folder: Path) -> Flask:
    return create_app(Deployment(folder).settings)


def _raw(folder: Path, recorded: Path) -> Flask:
    with floor.connect(Deployment(recorded).file) as source:
        papers = {paper.source: paper for paper in floor.Recording(source).papers()}
    books = floor.connect(Deployment(folder).file)
    app, one_at_a_time = Flask(__name__), threading.Lock()

    @app.put(ADDRESS)
    def close(book_id: UUID, meeting_id: UUID) -> Response:
        sheet = request.get_json()
        with one_at_a_time:
            floor.write(books, papers[meeting_id.bytes])
        return jsonify({"state": "closed", "number": sheet["number"]})

    return app


APPLICATIONS: dict[str, Callable[..., Flask]] = {"ledger": _ledger, "raw": _raw}


def main(kind: str, *folders: str) -> None:
    """Serve until the input ends, so that no server outlives the run that started it."""
    app = APPLICATIONS[kind](*map(Path, folders))
    spare_the_collector()
    listening = create_server(app, host="127.0.0.1", port=0, threads=4)
    print(listening.effective_port, flush=True)
    threading.Thread(target=listening.run, daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
