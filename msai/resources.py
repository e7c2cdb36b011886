"""Where the files that are not code lie: templates, catalogues, migrations, samples.

Installed from a wheel they lie beside the package; in a checkout, and in an
editable install, templates and translations lie at the top of the tree.  The
standard library's resource reader does not see packages that an editable
install maps elsewhere, so the two places are looked at here.
"""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


class MissingResource(RuntimeError):
    """A folder the program cannot do without is neither beside the package nor in a checkout."""


def resource_dir(name: str) -> Path:
    """The folder `name` of this installation, beside the package first, then in the checkout.

    Raises:
        MissingResource: the installation is incomplete.
    """
    for candidate in (PACKAGE / name, PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise MissingResource(f"{name} is missing from this installation ({PACKAGE})")
