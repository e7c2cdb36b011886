"""However the ledger was installed, it finds its templates, its catalogues and its migrations.

Templates and translations lie at the top of the tree and beside the package in a
wheel; four ways of installing are four ways of not finding them.  Each one here
migrates an empty database and renders a page, in an environment of its own that
borrows the other libraries.
"""

import configparser
import json
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from tests.reading import ROOT
from tests.services import run_folder

LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", ".*_cache", ".hypothesis", "__pycache__", "node_modules", "instance", "build", "dist",
    "*.egg-info",
)
RENDER = """
import json, pathlib, sys
import ledgers, msai
from msai.db import make_engine
from msai.db.schema import upgrade
from msai.settings import ensure_local_secrets, from_environ
folder = pathlib.Path(sys.argv[1])
ensure_local_secrets(folder / "secrets")
url = f"sqlite:///{folder}/msai.db"
upgrade(make_engine(url))
app = msai.create_app(from_environ({"MSAI_DATABASE_URL": url}, folder / "secrets"))
answer = app.test_client().get("/sign-in")
seen = {"from": msai.__file__, "books": ledgers.__file__, "status": answer.status_code, "page": answer.text}
print(json.dumps(seen))
"""


@pytest.fixture(scope="module")
def built() -> Path:
    """A copy of the tree with its wheel and its source archive in `dist`, made once for a run."""
    copy = run_folder.current() / "packaging"
    with FileLock(run_folder.current() / "packaging.lock"):
        if not (copy / "dist").exists():
            shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
            _run(sys.executable, "-m", "build", "--no-isolation", "--sdist", "--wheel", str(copy))
    return copy


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    """A Python that has every library of this one and not the ledger."""
    folder = tmp_path / "environment"
    _run(sys.executable, "-m", "venv", "--without-pip", str(folder))
    own = next(folder.glob("lib/python*/site-packages"))
    (own / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


def from_wheel(built: Path, python: Path) -> None:
    """What most people install."""
    _install(python, str(next((built / "dist").glob("*.whl"))))


def from_source_archive(built: Path, python: Path) -> None:
    """What a distribution builds from."""
    _install(python, str(next((built / "dist").glob("*.tar.gz"))))


def editable(built: Path, python: Path) -> None:
    """What a developer works on."""
    _install(python, "--editable", str(built))


def bare(built: Path, python: Path) -> None:
    """A clone, with nothing installed."""
    (next(python.parent.parent.glob("lib/python*/site-packages")) / "here.pth").write_text(f"{built}\n")


@pytest.mark.parametrize("install", [from_wheel, from_source_archive, editable, bare])
def test_a_page_is_rendered(install: Callable[[Path, Path], None], built: Path, environment: Path) -> None:
    """A wheel without its templates installs without a word and fails before the first user."""
    install(built, environment / "bin" / "python")

    seen = json.loads(_run(str(environment / "bin" / "python"), "-c", RENDER, str(environment)))

    home = environment if install in (from_wheel, from_source_archive) else built
    assert seen["status"] == 200, seen["page"]
    assert "<main" in seen["page"]
    assert Path(seen["from"]).is_relative_to(home)
    assert Path(seen["books"]).is_relative_to(home)


def test_the_wheel_holds_the_packages_whole(built: Path) -> None:
    """A folder that was forgotten in setup.cfg is missed by those who installed, not by us."""
    with zipfile.ZipFile(next((built / "dist").glob("*.whl"))) as wheel:
        packed = {name for name in wheel.namelist() if ".dist-info/" not in name}

    assert sorted(_expected(built) ^ packed) == []


def test_every_listed_package_is_there() -> None:
    """The list is kept by hand, because two of its folders lie elsewhere in the tree."""
    listed = _setup()["options"]["packages"].split()
    places = [ROOT / name.removeprefix("msai.") if (ROOT / name.removeprefix("msai.")).is_dir()
              else ROOT / name.replace(".", "/") for name in listed]

    assert [str(place) for place in places if not place.is_dir()] == []
    assert listed == sorted(listed)


def test_settings_of_a_deployment_stay_with_the_deployment(built: Path) -> None:
    """A module named `config` in everybody's library would be somebody else's one day."""
    with zipfile.ZipFile(next((built / "dist").glob("*.whl"))) as wheel:
        top = {name.partition("/")[0] for name in wheel.namelist() if ".dist-info/" not in name}

    assert top == {"ledgers", "msai"}


def test_the_lock_pins_every_package_by_hash_and_names_no_address() -> None:
    """What is installed is what was tried, from wherever it is fetched."""
    blocks = (ROOT / "requirements.lock").read_text().replace("\\\n", " ").splitlines()
    pins = [line for line in blocks if line and not line.lstrip().startswith("#")]

    assert [pin for pin in pins if "==" not in pin or "--hash=sha256:" not in pin] == []
    assert [line for line in blocks if "://" in line] == []


def _expected(tree: Path) -> set[str]:
    """Every file of the packages, where a wheel has it."""
    mapped = {"templates": "msai/templates", "translations": "msai/translations"}
    found = set()
    for folder in ("ledgers", "msai", *mapped):
        files = (path.relative_to(tree / folder) for path in (tree / folder).rglob("*") if _is_shipped(path))
        found |= {f"{mapped.get(folder, folder)}/{path.as_posix()}" for path in files}
    return found


def _is_shipped(path: Path) -> bool:
    return path.is_file() and path.suffix not in (".pyc", ".mo")


def _setup() -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg")
    return parser


def _install(python: Path, *what: str) -> None:
    _run(sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet",
         "--no-index", "--no-deps", "--no-build-isolation", *what)


def _run(*command: str) -> str:
    """The output of a program that ran well; what it said when it did not."""
    done = subprocess.run(command, capture_output=True, text=True, cwd="/")
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
    return done.stdout
