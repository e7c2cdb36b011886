"""A deployment that is described wrongly must not start, and must not tell its secrets while refusing."""

import stat
from pathlib import Path

import pytest

from msai.settings import SECRET_NAMES, SettingsError, ensure_local_secrets, from_environ, settings_for_tests

SECRETS = {f"MSAI_{name.upper()}": f"{number:02x}" * 32 for number, name in enumerate(SECRET_NAMES, 1)}


def read(tmp_path: Path, **changes: str):
    return from_environ(SECRETS | changes, tmp_path / "none")


def test_four_secrets_are_enough_to_start(tmp_path):
    settings = read(tmp_path)

    assert settings.database_url == "sqlite:///instance/msai.db"
    assert settings.master_key == bytes([2]) * 32
    assert (settings.https, settings.idle_officer_minutes, settings.idle_staff_minutes) == (False, 30, 15)
    assert (settings.argon2_memory_kib, settings.argon2_passes, settings.argon2_lanes) == (19456, 2, 1)


def test_each_setting_is_read_in_its_own_type(tmp_path):
    settings = read(tmp_path, MSAI_HTTPS="yes", MSAI_SESSION_HOURS="8", MSAI_LOCALES="en, fil")

    assert (settings.https, settings.session_hours, settings.locales) == (True, 8, ("en", "fil"))


def test_a_secret_may_stand_in_a_file(tmp_path):
    """Secrets in the environment are seen by every child process; container platforms mount files."""
    (tmp_path / "pepper").write_text("ab" * 32 + "\n")
    environ = {name: value for name, value in SECRETS.items() if name != "MSAI_PEPPER"}

    settings = from_environ(environ | {"MSAI_PEPPER_FILE": str(tmp_path / "pepper")}, tmp_path / "none")

    assert settings.pepper == b"\xab" * 32


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_a_missing_secret_stops_the_start_and_is_named(tmp_path, name):
    environ = {other: value for other, value in SECRETS.items() if other != name}

    with pytest.raises(SettingsError, match=name):
        from_environ(environ, tmp_path / "none")


@pytest.mark.parametrize(
    "wrong",
    [
        {"MSAI_PEPPER": "not hexadecimal"},
        {"MSAI_PEPPER": "abcd"},
        {"MSAI_PEPPER": SECRETS["MSAI_MASTER_KEY"]},
        {"MSAI_HTTPS": "perhaps"},
        {"MSAI_SESSION_HOURS": "twelve"},
        {"MSAI_SESSION_HOURS": "-1"},
        {"MSAI_SESION_HOURS": "12"},
        {"MSAI_DATABASE_URL_FILE": "/nowhere/at/all"},
    ],
    ids=lambda wrong: next(iter(wrong)) + "=" + next(iter(wrong.values()))[:12],
)
def test_a_wrong_setting_stops_the_start(tmp_path, wrong):
    with pytest.raises(SettingsError) as refused:
        read(tmp_path, **wrong)

    if "PEPPER" in next(iter(wrong)):
        assert next(iter(wrong.values())) not in str(refused.value)


def test_local_secrets_are_made_once_and_for_their_owner_alone(tmp_path):
    """A second start must find the same keys, or nobody's name could be read any more."""
    folder = tmp_path / "secrets"

    made = ensure_local_secrets(folder)
    first = {file.name: file.read_text() for file in made}

    assert sorted(first) == sorted(SECRET_NAMES)
    assert {stat.S_IMODE(file.stat().st_mode) for file in made} == {0o600}
    assert ensure_local_secrets(folder) == []
    assert from_environ({}, folder).pepper.hex() == first["pepper"].strip()


def test_a_named_secret_goes_before_a_local_one(tmp_path):
    ensure_local_secrets(tmp_path)

    assert from_environ({"MSAI_PEPPER": "ab" * 32}, tmp_path).pepper == b"\xab" * 32


def test_settings_do_not_print_their_secrets():
    settings = settings_for_tests()

    assert str(settings.pepper) not in repr(settings)
    assert "sqlite" not in repr(settings)
