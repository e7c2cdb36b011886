"""Files of others in the tree are exactly the ones that were pinned."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
VENDOR = ROOT / "msai" / "static" / "vendor"
MAKER = ROOT / ".ci" / "vendor_assets.py"
NO_REGISTRY = 2
PINS = json.loads((VENDOR / "pins.json").read_text("utf-8"))


def committed() -> dict[str, str]:
    """Checksums of the files that are there."""
    files = (path for path in VENDOR.rglob("*") if path.is_file() and path.name != "pins.json")
    return {str(path.relative_to(VENDOR)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_vendored_files_are_the_pinned_ones():
    """An edit by hand would be lost at the next making, or hide something."""
    assert committed() == PINS["sha256"]


@pytest.mark.parametrize("package", PINS["packages"], ids=lambda package: package["name"])
def test_each_package_is_pinned_and_brings_its_licence(package):
    """A free licence is only kept when its text travels along."""
    licences = [to for to in package["files"].values() if "LICENSE" in to]

    assert package["integrity"].startswith("sha512-")
    assert len(licences) == 1
    assert "Permission" in (VENDOR / licences[0]).read_text("utf-8")


@pytest.mark.skipif(shutil.which("npm") is None, reason="needs npm")
def test_made_again_from_the_packages_they_are_the_same():
    """The script that made them still makes them."""
    made = subprocess.run([sys.executable, MAKER, "--check"], timeout=300, check=False)
    if made.returncode == NO_REGISTRY:
        pytest.skip("the package registry cannot be reached")

    assert made.returncode == 0
