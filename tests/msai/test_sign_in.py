"""Signing in lets the right person in, gives nobody else away, and locks nobody out of her Sunday."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Thread
from uuid import UUID

import pytest
from sqlalchemy import event, func, select

from msai.db import Database
from msai.models.governance import UserAuditLine
from msai.models.people import SignInAttempt, UserSession
from msai.permissions import NotFound
from msai.services import people, sign_in
from msai.services.passwords import (
    Busy,
    PasswordFor,
    Passwords,
    PasswordTooCommon,
    PasswordTooLong,
    PasswordTooShort,
)
from msai.services.sign_in import FreeFailures, OpenSession, WaitBeforeTrying, normal_identifier, wait_ms
from msai.settings import settings_for_tests
from tests.msai.cast import HOUR, MINUTE, NOW, PASSWORD, Cast, identifier
from tests.msai.cast import sign_in as sign_in_as

FIRST_PAGE = "/"


@pytest.fixture
def passwords(settings):
    return Passwords(settings)


def fail(client, name: str, times: int):
    return [sign_in_as(client, name, "not her password").status_code for _ in range(times)]


def open_for(session, vault, cast: Cast, name: str, at: int = NOW):
    login = sign_in.begin_try(session, vault, identifier(name), address="192.0.2.1", at=at)
    command = OpenSession(
        user_id=cast.users[name], at=at, idle_ms=30 * MINUTE, lasts_ms=12 * HOUR, device="phone"
    )
    return sign_in.open_session(session, login, command)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+852 5123-4567", "+85251234567"),
        ("00852 5123 4567", "+85251234567"),
        ("+٨٥٢ ٥١٢٣ ٤٥٦٧", "+85251234567"),
        ("(02) 8123 4567", "0281234567"),
        ("  Lorna@Example.ORG ", "lorna@example.org"),
        ("", ""),
    ],
)
def test_a_number_is_the_same_however_it_is_typed(typed, kept):
    assert normal_identifier(typed) == kept


def test_the_right_password_leads_to_where_she_was_going(client):
    answer = sign_in_as(client, "lorna", next="/groups/1?page=2")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/groups/1?page=2")
    assert "Lorna" in client.get("/sign-in").text


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example", "\n/x", ""]
)
def test_nobody_is_led_to_another_site(client, elsewhere):
    assert sign_in_as(client, "lorna", next=elsewhere).headers["Location"] == FIRST_PAGE


@pytest.mark.parametrize(("who", "password"), [("lorna", "wrong password"), ("nobody", PASSWORD), ("", "")])
def test_a_refusal_does_not_say_what_was_wrong(client, who, password):
    """An employer who tries a maid's number must not learn whether she saves here."""
    answer = sign_in_as(client, who, password)

    assert answer.status_code == 422
    assert "do not belong together" in answer.text
    assert "Lorna" not in client.get("/sign-in").text


def test_an_unknown_account_costs_the_same_work(passwords, monkeypatch):
    hashed = []
    verify = type(passwords._hasher).verify
    monkeypatch.setattr(type(passwords._hasher), "verify", lambda *a: hashed.append(a[1][:40]) or verify(*a))

    assert passwords.match(None, PASSWORD) is False
    assert passwords.match(passwords.hash(PASSWORD), PASSWORD) is True
    assert [kept.split("$")[1:4] for kept in hashed] == [["argon2id", "v=19", "m=8,t=1,p=1"]] * 2


def test_a_password_needs_the_pepper_of_its_deployment(passwords):
    kept = passwords.hash(PASSWORD)

    assert not Passwords(settings_for_tests(pepper=b"p" * 32)).match(kept, PASSWORD)


def test_a_password_is_the_same_however_its_accents_are_typed(passwords):
    assert passwords.match(passwords.hash("ma\u0301nga sa linggo"), "m\u00e1nga sa linggo")


@pytest.mark.parametrize(
    ("password", "use", "refusal"),
    [
        ("1234567", PasswordFor.MEMBER, PasswordTooShort),
        ("12345678901", PasswordFor.STAFF, PasswordTooShort),
        ("x" * 201, PasswordFor.MEMBER, PasswordTooLong),
    ],
)
def test_a_password_has_a_fitting_length(passwords, password, use, refusal):
    with pytest.raises(refusal):
        passwords.hash(password, use)


@pytest.mark.one_kind
@pytest.mark.parametrize(
    "password",
    ["password123", "P@ssw0rd", "iloveyou2024", "Mahalkita!", "12345678", "aaaaaaaaa", "abcabcabc",
     "qwertyui", "poiuytre", "lorna1234", "Reyes-2026", "98765432", "51234567", "msai2026", "9876543210"],
)
def test_what_anybody_would_guess_is_refused(passwords, password):
    """It stands on every list, lies in a row on the keys, or is her own name or number."""
    with pytest.raises(PasswordTooCommon):
        passwords.hash(password, about=("Lorna Reyes", "+852 5123 4567"))


@pytest.mark.parametrize(
    "password", [PASSWORD, "lorna likes rain", "tatlong bibe", "kx7-fq2-mmw9", "一二三四五六七八"])
def test_a_few_words_of_her_own_are_enough(passwords, password):
    kept = passwords.hash(password, about=("Lorna Reyes", "lorna@example.org"))

    assert passwords.match(kept, password)


def test_five_failures_are_free_and_then_the_wait_grows(client, clock):
    assert fail(client, "lorna", 5) == [422] * 5

    refused = sign_in_as(client, "lorna", PASSWORD)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "1")
    clock.pass_ms(1000)
    assert sign_in_as(client, "lorna", PASSWORD).status_code == 303


def test_the_wait_doubles_and_ends_at_a_minute():
    """No hard lock-out: a hostile employer would use it to keep a treasurer from her meeting."""
    waits = [wait_ms(failures, FreeFailures.ACCOUNT) // 1000 for failures in (4, 5, 6, 9, 10, 11, 50, 10**6)]

    assert waits == [0, 1, 2, 16, 32, 60, 60, 60]


def test_an_unknown_account_has_to_wait_as_well(client):
    assert fail(client, "stranger", 6) == [422] * 5 + [429]


def test_signing_in_forgets_the_failures_before(client):
    fail(client, "lorna", 4)
    assert sign_in_as(client, "lorna").status_code == 303

    assert fail(client, "lorna", 5) == [422] * 5


def test_failures_of_yesterday_are_forgotten(client, clock):
    fail(client, "lorna", 5)
    clock.pass_ms(25 * HOUR)

    assert fail(client, "lorna", 5) == [422] * 5


def test_old_failures_leave_the_table(client, clock, database):
    """Whoever tries made-up numbers must not fill the disk."""
    fail(client, "somebody", 1)
    clock.pass_ms(25 * HOUR)
    fail(client, "somebody else", 1)

    with database.read() as session:
        assert session.scalars(select(SignInAttempt.failures)).all() == [1, 1]


def test_a_shared_wireless_network_is_judged_leniently(client, database):
    """Hundreds sign in from one address on Sunday; fifty slips of others must not stop the next."""
    for number in range(10):
        fail(client, f"somebody{number}", 5)

    assert sign_in_as(client, "lorna").status_code == 303
    with database.read() as session:
        assert max(session.scalars(select(SignInAttempt.failures))) == 50


def test_a_storm_from_one_address_has_to_wait(session, vault):
    for number in range(100):
        sign_in.begin_try(session, vault, f"{number}@example.org", address="192.0.2.9", at=NOW)

    with pytest.raises(WaitBeforeTrying):
        sign_in.begin_try(session, vault, "lorna@example.org", address="192.0.2.9", at=NOW)


def test_tries_at_the_same_moment_wait(database, vault):
    """Twelve guesses sent together: five are looked at, as if they had come one after the other."""
    start = Barrier(12)

    def guess(_: int) -> bool:
        start.wait()
        try:
            with database.write() as session:
                sign_in.begin_try(session, vault, identifier("lorna"), address="192.0.2.7", at=NOW)
        except WaitBeforeTrying:
            return False
        return True

    with ThreadPoolExecutor(12) as people_at_once:
        looked_at = list(people_at_once.map(guess, range(12)))

    assert sum(looked_at) == 5


def test_a_try_that_nobody_looked_at_is_not_counted(client, app, monkeypatch, database):
    """The queue was full: that is no failure of hers."""
    def busy(*_: object) -> bool:
        raise Busy(retry_after=5)

    monkeypatch.setattr(app.extensions["passwords"], "match", busy)
    assert fail(client, "lorna", 7) == [503] * 7
    with database.read() as session:
        assert set(session.scalars(select(SignInAttempt.failures))) == {0}


def test_only_so_many_hashes_are_computed_at_once(passwords):
    """The third on a full queue is sent away rather than everybody made to wait."""
    full = Passwords(settings_for_tests(hashes_at_once=1, hashes_waiting=0))
    inside, done = Barrier(2), Barrier(2)

    def hold() -> None:
        with full._turn():
            inside.wait()
            done.wait()

    holder = Thread(target=hold)
    holder.start()
    inside.wait()
    with pytest.raises(Busy):
        full.match(None, PASSWORD)
    done.wait()
    holder.join()
    assert full.match(full.hash(PASSWORD), PASSWORD)


def test_a_busy_ledger_says_when_to_come_back(client, app, monkeypatch):
    def busy(*_: object) -> bool:
        raise Busy(retry_after=5)

    monkeypatch.setattr(app.extensions["passwords"], "match", busy)
    answer = sign_in_as(client, "lorna")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


def test_only_a_digest_of_the_token_is_kept(client, session):
    """Whoever reads the table cannot walk in with what stands there."""
    token = sign_in_as(client, "lorna").headers["Set-Cookie"].split(";")[0].split("=", 1)[1]

    kept = session.scalars(select(UserSession)).one()
    assert kept.token_digest == sign_in.token_digest(token)
    assert token.encode() not in kept.token_digest


def test_signing_in_gives_the_browser_a_new_token(client):
    """A token planted on a shared phone beforehand must not become the treasurer's session."""
    client.set_cookie("msai", "planted")
    answer = sign_in_as(client, "lorna")

    assert "planted" not in answer.headers["Set-Cookie"]
    assert client.get_cookie("msai").value != "planted"


@pytest.mark.parametrize(("name", "minutes"), [("lorna", 30), ("tess", 15)])
def test_an_idle_session_ends(client, clock, name, minutes):
    sign_in_as(client, name)
    clock.pass_ms(minutes * MINUTE - 1)
    assert name.title() in client.get("/sign-in").text

    clock.pass_ms(minutes * MINUTE)
    assert name.title() not in client.get("/sign-in").text


def test_a_session_ends_after_twelve_hours_however_busy(client, clock):
    sign_in_as(client, "lorna")
    for _ in range(12 * 3 - 1):
        clock.pass_ms(20 * MINUTE)
        assert "Lorna" in client.get("/sign-in").text

    clock.pass_ms(20 * MINUTE)
    assert "Lorna" not in client.get("/sign-in").text


def test_a_session_is_touched_at_most_once_a_minute(client, clock, database):
    """Reading a page must not write to the database each time."""
    sign_in_as(client, "lorna")
    seen = []
    for _ in range(4):
        clock.pass_ms(25_000)
        client.get("/sign-in")
        with database.read() as session:
            seen.append(session.scalars(select(UserSession.last_seen_at)).one() - NOW)

    assert seen == [0, 0, 75_000, 75_000]


def test_knowing_who_asks_costs_one_statement(client, app):
    sign_in_as(client, "lorna")
    asked: list[str] = []
    engine = app.extensions["database"].engine
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2].split()[0]))
    client.get("/sign-in")

    assert [verb for verb in asked if verb.isupper() and verb not in {"BEGIN", "SET"}] == ["SELECT"]


def test_signing_out_ends_the_session_for_a_copied_token_too(client, app):
    sign_in_as(client, "lorna")
    token = client.get_cookie("msai").value
    page = client.get("/sign-in").text
    answer = client.post("/sign-out", data={"csrf_token": page.split('csrf_token" value="')[1][:64]})

    thief = app.test_client()
    thief.set_cookie("msai", token)
    assert answer.headers["Location"] == "/sign-in"
    assert "Lorna" not in thief.get("/sign-in").text


def test_a_person_sees_and_ends_her_own_sessions(session, vault, cast):
    phone = open_for(session, vault, cast, "lorna")
    laptop = open_for(session, vault, cast, "lorna", NOW + MINUTE)
    lorna = cast.actor(session, "lorna")
    listed = sign_in.list_sessions(session, lorna, at=NOW + MINUTE)
    sign_in.revoke_session(session, lorna, phone.session_id, at=NOW + MINUTE)

    assert [line.session_id for line in listed] == [laptop.session_id, phone.session_id]
    assert sign_in.find_session(session, vault, phone.token, at=NOW + MINUTE) is None
    assert sign_in.find_session(session, vault, laptop.token, at=NOW + MINUTE).actor.display == "Lorna"


@pytest.mark.parametrize("whose", ["amina", "missing"])
def test_nobody_ends_the_session_of_another(session, vault, cast, whose):
    """A session of somebody else answers as one that does not exist."""
    ticket = open_for(session, vault, cast, "amina")
    session_id = ticket.session_id if whose == "amina" else UUID(int=1)

    with pytest.raises(NotFound):
        sign_in.revoke_session(session, cast.actor(session, "lorna"), session_id, at=NOW)
    assert sign_in.find_session(session, vault, ticket.token, at=NOW)


def test_a_disabled_sign_in_ends_at_once(session, vault, cast, passwords):
    ticket = open_for(session, vault, cast, "lorna")
    people.disable_user(session, cast.actor(session, "ana"), cast.users["lorna"], at=NOW)

    assert sign_in.find_session(session, vault, ticket.token, at=NOW) is None
    login = sign_in.begin_try(session, vault, identifier("lorna"), address="", at=NOW)
    assert (login.user_id, login.password_hash) == (None, None)


@pytest.mark.parametrize(
    "typed", ["51234567", "lorna", "lorna@home", "+12", "a b@example.org", "+" + "1" * 300]
)
def test_a_sign_in_needs_a_number_with_its_country_or_an_address(session, vault, cast, typed):
    command = people.RegisterUser(
        user_id=UUID(int=1), identifier=typed, display_name="X", password_hash=None, at=NOW
    )
    with pytest.raises(people.NotAnIdentifier):
        people.register_user(session, cast.actor(session, "ana"), command, vault=vault)


def test_a_number_belongs_to_one_person(session, vault, cast):
    command = people.RegisterUser(
        user_id=UUID(int=1), identifier="LORNA@example.org", display_name="X", password_hash=None, at=NOW
    )
    with pytest.raises(people.IdentifierTaken):
        people.register_user(session, cast.actor(session, "ana"), command, vault=vault)
    assert people.find_user(session, vault, "lorna@example.org") == cast.users["lorna"]


def test_the_audit_trail_holds_each_try(client, database: Database, cast):
    fail(client, "lorna", 2)
    sign_in_as(client, "lorna")

    with database.read() as session:
        lines = session.execute(
            select(UserAuditLine.result, func.count())
            .where(UserAuditLine.user_id == cast.users["lorna"], UserAuditLine.action == "sign_in")
            .group_by(UserAuditLine.result)
        ).all()
    assert dict(map(tuple, lines)) == {"refused": 2, "done": 1}
