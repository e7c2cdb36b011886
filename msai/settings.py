"""A deployment is described by its environment alone, and a wrong description stops the start.

Each setting has a type, a default and a sentence here. `MSAI_NAME` gives the value, `MSAI_NAME_FILE` a file
that holds it, so that secrets need not stand in the environment. For a ledger on one's own machine
`ensure_local_secrets` makes the secrets once; a server is given them.
"""

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from pathlib import Path
from typing import Any

PREFIX = "MSAI_"
SECRET_NAMES = ("secret_key", "master_key", "checkpoint_key", "pepper")
SECRET_BYTES = 32
LOCAL_SECRETS = Path("instance/secrets")


class SettingsError(Exception):
    """The environment describes no ledger that could run safely; the sentence says what to change."""


def _setting(meaning: str, default: Any = MISSING) -> Any:
    return field(default=default, metadata={"meaning": meaning})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that differs between two installations of the ledger."""

    secret_key: bytes = _setting("Signs form tokens; 32 bytes written as 64 hexadecimal digits.")
    master_key: bytes = _setting("Wraps the key of each person's data; kept outside database and backups.")
    checkpoint_key: bytes = _setting("Seed of the Ed25519 key that signs the head of a book.")
    pepper: bytes = _setting("Mixed into passwords before they are hashed; kept outside the database.")

    database_url: str = _setting("Where the books are kept.", "sqlite:///instance/msai.db")
    app_role: str = _setting("The application's PostgreSQL role, granted only what it needs.", "msai_app")
    https: bool = _setting("People reach the ledger by https: cookies are Secure and HSTS is sent.", False)
    proxies: int = _setting("How many trusted proxies stand before the server.", 0)
    testing: bool = _setting("Pseudo-locales are offered and errors are not hidden.", False)
    locales: tuple[str, ...] = _setting("Languages offered; all complete ones when empty.", ())

    idle_officer_minutes: int = _setting("An officer is signed out after so many idle minutes.", 30)
    idle_staff_minutes: int = _setting("Facilitators and administrators, likewise.", 15)
    session_hours: int = _setting("Nobody stays signed in longer than this.", 12)
    fresh_minutes: int = _setting("How recent a sign-in must be for the most serious acts.", 5)

    argon2_memory_kib: int = _setting("Memory of one password hash.", 19_456)
    argon2_passes: int = _setting("Passes of one password hash.", 2)
    argon2_lanes: int = _setting("Lanes of one password hash.", 1)
    hashes_at_once: int = _setting("Password hashes computed at the same time.", 2)
    hashes_waiting: int = _setting("Sign-ins that may wait for a hash before others are sent away.", 8)

    max_request_bytes: int = _setting("The largest request that is read at all.", 4 * 1024 * 1024)

    def __post_init__(self) -> None:
        """Refuse what would start and then fail, or be unsafe."""
        for name in SECRET_NAMES:
            if len(getattr(self, name)) != SECRET_BYTES:
                raise SettingsError(f"{name} has to be {SECRET_BYTES} bytes long.")
        if len({getattr(self, name) for name in SECRET_NAMES}) < len(SECRET_NAMES):
            raise SettingsError("Each secret needs a value of its own.")
        for setting in fields(self):
            if setting.type is int and getattr(self, setting.name) < 0:
                raise SettingsError(f"{setting.name} cannot be negative.")

    def __repr__(self) -> str:
        """Name the database and nothing secret, for logs."""
        return f"Settings(https={self.https}, testing={self.testing})"


def from_environ(environ: Mapping[str, str] = os.environ, secrets_dir: Path = LOCAL_SECRETS) -> Settings:
    """Read the deployment's settings; the local secrets stand in for those that are not named.

    Raises:
        SettingsError: a secret is missing, a value has the wrong form, or a setting does not exist.
    """
    known = {setting.name: setting for setting in fields(Settings)}
    _refuse_unknown(environ, known)
    if _is_ones_own_machine(environ):
        ensure_local_secrets(secrets_dir)
    values: dict[str, Any] = {}
    for name, setting in known.items():
        text = _text_of(environ, name, secrets_dir)
        if text is not None:
            values[name] = _parse(setting, text)
        elif setting.default is MISSING:
            raise SettingsError(
                f"{PREFIX}{name.upper()} is not set; on your own machine `python -m msai.settings` makes it."
            )
    return Settings(**values)


def ensure_local_secrets(path: Path = LOCAL_SECRETS) -> list[Path]:
    """Make the secrets of a ledger on one's own machine, once; what is there is kept.

    Returns the files made now. They are readable by their owner alone, and a backup of the database
    without them cannot be read.
    """
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = []
    for name in SECRET_NAMES:
        file = path / name
        if not file.exists():
            _write_privately(file, secrets.token_hex(SECRET_BYTES))
            made.append(file)
    return made


def _is_ones_own_machine(environ: Mapping[str, str]) -> bool:
    """Nobody named a secret or spoke of https: the ledger is being tried, and may make its own secrets."""
    told = (*SECRET_NAMES, "https")
    return not any(f"{PREFIX}{name.upper()}{suffix}" in environ for name in told for suffix in ("", "_FILE"))


def settings_for_tests(**changes: Any) -> Settings:
    """Settings for tests: known secrets, cheap password hashes, an empty database in memory."""
    known: dict[str, Any] = {
        name: bytes([number]) * SECRET_BYTES for number, name in enumerate(SECRET_NAMES, 1)
    }
    cheap = {"argon2_memory_kib": 8, "argon2_passes": 1, "testing": True}
    return Settings(**(known | cheap | changes))


def _write_privately(file: Path, text: str) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        handle.write(text + "\n")


def _refuse_unknown(environ: Mapping[str, str], known: Mapping[str, Any]) -> None:
    """A misspelt setting would be a default in force unseen; test switches are nobody's business here."""
    for variable in environ:
        name = variable.removeprefix(PREFIX).removesuffix("_FILE").lower()
        if variable.startswith(PREFIX) and not variable.startswith(PREFIX + "TEST_") and name not in known:
            raise SettingsError(f"There is no setting {variable}.")


def _text_of(environ: Mapping[str, str], name: str, secrets_dir: Path) -> str | None:
    variable = PREFIX + name.upper()
    if variable in environ:
        return environ[variable].strip()
    if variable + "_FILE" in environ:
        return _read(Path(environ[variable + "_FILE"]), variable)
    local = secrets_dir / name
    return _read(local, variable) if name in SECRET_NAMES and local.exists() else None


def _read(path: Path, variable: str) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{variable}_FILE cannot be read: {path}") from error


def _secret(text: str) -> bytes:
    return bytes.fromhex(text)


def _truth(text: str) -> bool:
    return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[text.lower()]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())


_PARSERS: dict[Any, Callable[[str], Any]] = {
    bytes: _secret,
    bool: _truth,
    int: int,
    str: str,
    tuple[str, ...]: _words,
}


def _parse(setting: "Field[Any]", text: str) -> Any:
    try:
        return _PARSERS[setting.type](text)
    except (ValueError, KeyError) as error:
        # The value is not repeated: it may be a secret.
        raise SettingsError(f"{PREFIX}{setting.name.upper()} has the wrong form.") from error


if __name__ == "__main__":
    for made in ensure_local_secrets():
        print(made)
