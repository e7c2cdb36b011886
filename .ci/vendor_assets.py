"""Bring the front end's third-party files into the tree, pinned.

Users of the ledger need no node and no network: the few files the pages use (the
stylesheet Pico and a sprite of the lucide icons that appear) are committed. This
script makes them again from the published packages named in `pins.json`, checks the
packages' integrity, and writes down the checksum of every file it made, so that a
test can tell a pinned file from a changed one.

    python .ci/vendor_assets.py            make the files and their checksums
    python .ci/vendor_assets.py --check    make them beside, and compare

It answers 0 when all is well, 1 when files differ, 2 when the registry cannot be reached.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

VENDOR = Path(__file__).resolve().parent.parent / "msai" / "static" / "vendor"
PINS = VENDOR / "pins.json"
SVG_BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


class WrongPackage(Exception):
    """The registry answered with a package other than the pinned one."""


class Unreachable(Exception):
    """The registry gave no package at all."""


def fetch(package: dict[str, Any], folder: Path) -> tarfile.TarFile:
    """Download one package by name and version and check it against its pinned integrity."""
    name = f"{package['name']}@{package['version']}"
    answer = subprocess.run(
        ["npm", "pack", name, "--silent"], cwd=folder, check=False, capture_output=True, text=True
    )
    if answer.returncode != 0:
        raise Unreachable(name)
    tarball = folder / answer.stdout.split()[-1]
    digest = hashlib.sha512(tarball.read_bytes()).digest()
    if f"sha512-{base64.b64encode(digest).decode()}" != package["integrity"]:
        raise WrongPackage(name)
    return tarfile.open(tarball)


def member_text(archive: tarfile.TarFile, path: str) -> str:
    """The text of one file of a package."""
    member = archive.extractfile(f"package/{path}")
    if member is None:
        raise FileNotFoundError(path)
    return member.read().decode("utf-8")


def sprite(archive: tarfile.TarFile, icons: list[str]) -> str:
    """One SVG file with a symbol for each icon, in the order of the names."""
    symbols = []
    for icon in sorted(icons):
        body = SVG_BODY.search(member_text(archive, f"icons/{icon}.svg"))
        if body is None:
            raise FileNotFoundError(icon)
        drawing = "".join(line.strip() for line in body.group(1).splitlines())
        symbols.append(f'<symbol id="{icon}" viewBox="0 0 24 24">{drawing}</symbol>')
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" fill="none" stroke="currentColor" stroke-width="2" '
        'stroke-linecap="round" stroke-linejoin="round">\n' + "\n".join(symbols) + "\n</svg>\n"
    )


def make(pins: dict[str, Any], target: Path) -> dict[str, str]:
    """Write every vendored file below `target`; answer their SHA-256 by path."""
    made: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        for package in pins["packages"]:
            with fetch(package, Path(folder)) as archive:
                texts = {to: member_text(archive, source) for source, to in package["files"].items()}
                if "icons" in package:
                    texts[package["sprite"]] = sprite(archive, package["icons"])
            for path, text in texts.items():
                made[path] = write(target / path, text)
    return dict(sorted(made.items()))


def write(path: Path, text: str) -> str:
    """Write one file; answer its SHA-256."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def check(pins: dict[str, Any]) -> int:
    """Make the files beside; 1 if any differs from its pinned checksum."""
    with tempfile.TemporaryDirectory() as folder:
        made = make(pins, Path(folder))
    different = sorted({path for path, _ in made.items() ^ pins["sha256"].items()})
    print("\n".join(f"differs: {path}" for path in different) or "vendored files are as pinned")
    return 1 if different else 0


def main(arguments: list[str]) -> int:
    """Make the files, or with --check compare a fresh making with what is committed."""
    pins = json.loads(PINS.read_text("utf-8"))
    if "--check" in arguments:
        return check(pins)
    pins["sha256"] = make(pins, VENDOR)
    PINS.write_text(json.dumps(pins, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except Unreachable as error:
        print(f"the package registry did not give {error}", file=sys.stderr)
        raise SystemExit(2) from error
