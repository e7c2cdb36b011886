"""Each refusal has its own code, a fitting status, and a sentence that says what to do."""

import ast
import importlib
import json
import pkgutil
import re
from datetime import date

import pytest
from werkzeug.exceptions import MethodNotAllowed, UnprocessableEntity
from werkzeug.routing import RequestRedirect

import ledgers
import msai
from ledgers.errors import AmbiguousAmount, IdempotencyConflict, LedgerError, SchemaBehind
from ledgers.money import Money
from msai import application
from msai.errors import refusal_of
from msai.errors.sentences import HTTP_TEXTS, SENTENCES, TITLES, message_of
from msai.i18n import translate
from msai.permissions import NotFound, SignInRequired
from msai.schemas import Shape
from msai.services.sign_in import WaitBeforeTrying
from tests.msai.cast import sign_in
from tests.reading import sources


def all_refusals() -> list[type[LedgerError]]:
    """Every error class of both packages, found by importing them all."""
    for package in (ledgers, msai):
        for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if ".migrations" not in module.name:
                importlib.import_module(module.name)
    found, queue = [], [LedgerError]
    while queue:
        kind = queue.pop()
        queue.extend(kind.__subclasses__())
        if kind.__module__.split(".")[0] in {"ledgers", "msai"}:
            found.append(kind)
    return sorted(found, key=lambda kind: kind.__qualname__)


REFUSALS = all_refusals()


@pytest.mark.parametrize("kind", REFUSALS, ids=lambda kind: kind.__name__)
def test_each_rule_has_a_sentence_of_its_own(kind):
    assert kind.code in SENTENCES, (
        f"{kind.__module__}.{kind.__name__} needs a line in msai/errors/sentences.py"
    )
    assert re.fullmatch(r"[a-z][a-z0-9_]+", kind.code)


def test_no_two_rules_share_a_code():
    codes = [kind.code for kind in REFUSALS]
    assert sorted(codes) == sorted(set(codes))


def codes_of_reasons() -> set[str]:
    """The codes that services write into the reasons of a held sheet, found in their source."""
    calls = (
        node
        for source in sources("msai/services")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Reason" and len(node.args) > 1
    )
    return {call.args[1].value for call in calls if isinstance(call.args[1], ast.Constant)}


def test_each_reason_of_a_held_sheet_has_a_sentence():
    codes = codes_of_reasons()

    assert "opening_differs" in codes
    assert codes - SENTENCES.keys() == set()


def test_a_reason_is_told_with_its_amounts_and_days():
    facts = {"date": date(2026, 11, 15), "last": date(2026, 11, 22)}
    said = {"said": Money(1, "HKD"), "tender": "box", "fund": "savings", "book": Money(150_00, "HKD")}

    assert "22 November 2026" in translate(message_of("before_last_meeting", facts), "en")
    assert "150.00" in translate(message_of("opening_differs", said), "en")
    assert "…" in translate(message_of("opening_differs", {}), "en")


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_sentence_ends_and_holds_no_code(code):
    text = SENTENCES[code].text

    assert text.endswith(".")
    assert code not in text
    assert int(SENTENCES[code].status) in TITLES


def test_the_values_of_a_sentence_are_filled_in():
    refusal = refusal_of(AmbiguousAmount(text="1,234", currency="HKD"))

    assert translate(refusal.message, "en").startswith("“1,234” can be read in two ways.")
    assert (refusal.status, refusal.code, refusal.path) == (422, "ambiguous_amount", "")


def test_a_rule_made_later_is_told_by_the_one_above_it():
    class StricterConflict(IdempotencyConflict):
        code = "stricter_conflict"

    refusal = refusal_of(StricterConflict(path="lines.3"))
    assert (refusal.status, refusal.code, refusal.path) == (409, "stricter_conflict", "lines.3")


@pytest.fixture
def failing(app, client):
    """A page that fails in whatever way the test says."""

    def fail_with(error: Exception):
        def view():
            raise error

        app.view_functions["sign_in.show"] = view
        return client.get("/sign-in")

    return fail_with


def test_a_person_reads_a_page_that_says_what_to_do(failing):
    answer = failing(IdempotencyConflict())

    assert (answer.status_code, answer.mimetype) == (409, "text/html")
    assert "<h1>This does not fit what is recorded</h1>" in answer.text
    assert "Open the one recorded and correct it there." in answer.text


def test_a_passing_trouble_says_when_to_come_back(failing):
    answer = failing(WaitBeforeTrying(retry_after=7))

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")
    assert "7" in answer.text


def test_a_fault_tells_nothing_of_the_inside(failing, app):
    app.testing = False
    answer = failing(RuntimeError("password=hunter2"))

    assert answer.status_code == 500
    assert "Nothing was changed." in answer.text
    assert "hunter2" not in answer.text


def test_a_redirect_stays_a_redirect(failing):
    assert failing(RequestRedirect("/elsewhere")).status_code == 308


@pytest.mark.parametrize("path", ["/nowhere", "/api/v1/nowhere"])
def test_what_is_missing_is_told_to_people_and_programs(client, path):
    answer = client.get(path)

    assert answer.status_code == 404
    if path.startswith("/api"):
        assert answer.json == {"code": "not_found", "path": "", "message": HTTP_TEXTS[404]}
    else:
        assert "<h1>There is nothing here</h1>" in answer.text


def test_a_program_reads_the_same_for_a_foreign_and_a_missing_thing(app, client):
    with app.test_request_context("/api/v1/anything"):
        foreign = app.make_response(app.handle_user_exception(NotFound())).json

    assert foreign == client.get("/api/v1/anything").json


@pytest.mark.parametrize("path", ["/sign-in", "/api/v1/openapi.json"])
def test_the_allowed_methods_stay_in_the_answer(client, app, path):
    headers = {"X-Requested-With": "tests"}
    with app.test_request_context(path, method="PATCH", headers=headers):
        answer = app.handle_user_exception(MethodNotAllowed(["GET", "PUT"]))

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, PUT"


@pytest.mark.parametrize(
    ("messages", "path", "code"),
    [
        ({"json": {"lines": {3: {"amount": ["ambiguous_amount"]}}}}, "lines.3.amount", "ambiguous_amount"),
        ({"json": {"lines": {0: {"colour": ["Unknown field."]}}}}, "lines.0.colour", "invalid_field"),
        ({"json": ["Invalid input type."]}, "", "unprocessable_entity"),
        (None, "", "unprocessable_entity"),
    ],
)
def test_a_refused_field_is_named_by_its_place(app, messages, path, code):
    with app.test_request_context("/api/v1/anything"):
        error = UnprocessableEntity()
        error.data = {"messages": messages} if messages else {}
        answer = app.make_response(app.handle_user_exception(error))

    assert (answer.status_code, answer.json["path"], answer.json["code"]) == (422, path, code)


def test_a_field_nobody_declared_is_refused():
    assert Shape().validate({"colour": "red"}) == {"colour": ["Unknown field."]}


def test_nobody_is_sent_to_sign_in_and_back(app, client):
    answer = client.post("/sign-out", data={"csrf_token": _token(client)})

    assert answer.headers["Location"] == "/sign-in"


def test_a_program_without_a_session_is_told_so(app):
    with app.test_request_context("/api/v1/anything"):
        answer = app.handle_user_exception(SignInRequired())

    assert (answer.status_code, answer.json["code"]) == (401, "sign_in_required")
    assert answer.headers["WWW-Authenticate"] == 'Cookie realm="msai"'


def test_a_schema_that_is_behind_lets_nothing_be_changed(client, monkeypatch):
    monkeypatch.setattr(application, "is_current", lambda engine: False)

    answer = sign_in(client, "lorna")
    assert answer.status_code == int(SENTENCES[SchemaBehind.code].status) == 503


def test_the_description_holds_no_catch_all_answer(client):
    """A `default` answer would make every undocumented one documented."""
    description = client.get("/api/v1/openapi.json").json

    assert description["openapi"] == "3.1.0"
    assert "default" not in json.dumps(description.get("paths", {}))


def _token(client) -> str:
    return client.get("/sign-in").text.split('csrf_token" value="')[1][:64]
