"""What every answer tells the browser, and what a change has to show first."""

from contextlib import ExitStack

import pytest

from msai import create_app
from msai.security import CONTENT_SECURITY_POLICY
from msai.settings import settings_for_tests
from tests.msai.cast import form_token, sign_in

pytestmark = pytest.mark.one_kind

JSON = {"Content-Type": "application/json", "X-Requested-With": "tests"}
ADDRESS = "/api/v1/nothing-here"


@pytest.fixture
def serve(place):
    """Serves the application with other settings, as many times as a test likes."""
    with ExitStack() as stack:

        def start(**changes):
            app = create_app(settings_for_tests(database_url=place.url, **changes))
            stack.callback(app.extensions["database"].engine.dispose)
            return app

        yield start


@pytest.mark.parametrize(
    "path", ["/sign-in", "/nowhere", "/api/v1/openapi.json", ADDRESS, "/static/css/frame.css"]
)
def test_every_answer_carries_the_headers(client, path):
    headers = client.get(path, buffered=True).headers

    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers
    assert headers["Cache-Control"] == ("no-cache" if "static" in path else "no-store")


def test_the_policy_allows_nothing_inline():
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert CONTENT_SECURITY_POLICY.startswith("default-src 'none'; script-src 'self'; style-src 'self'; ")
    assert CONTENT_SECURITY_POLICY.endswith("form-action 'self'; base-uri 'none'; frame-ancestors 'none'")


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client):
    cookie = client.get("/sign-in").headers["Set-Cookie"]

    assert cookie.startswith("msai=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_https_binds_the_cookie_to_this_host(serve):
    answer = serve(https=True).test_client().get("/sign-in", base_url="https://ledger.example")
    cookie = answer.headers["Set-Cookie"]

    assert cookie.startswith("__Host-msai=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize("sent", [None, "", "0" * 64, "another browser", "ñ"])
def test_a_form_needs_its_own_token(client, app, sent):
    other = form_token(app.test_client().get("/sign-in"))
    client.get("/sign-in")
    data = {"identifier": "lorna@example.org", "password": "x"}
    if sent is not None:
        data["csrf_token"] = other if sent == "another browser" else sent

    answer = client.post("/sign-in", data=data)
    assert answer.status_code == 403
    assert "open for too long" in answer.text


def test_a_form_from_before_signing_in_is_worth_nothing(client):
    """Somebody else's open page on a shared phone must not act in the treasurer's name."""
    before = form_token(client.get("/sign-in"))
    sign_in(client, "lorna")

    assert client.post("/sign-out", data={"csrf_token": before}).status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_a_change_asked_for_by_another_site_is_refused(client, site):
    token = form_token(client.get("/sign-in"))
    answer = client.post("/sign-in", data={"csrf_token": token}, headers={"Sec-Fetch-Site": site})
    program = client.put(ADDRESS, data="{}", headers={**JSON, "Sec-Fetch-Site": site})

    assert (answer.status_code, program.status_code) == (403, 403)


def test_reading_needs_no_token(client):
    assert client.get("/sign-in", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_program_says_what_it_is(client, method):
    answer = getattr(client, method)(ADDRESS, data="{}", headers={"Content-Type": "application/json"})

    assert (answer.status_code, answer.json["code"]) == (403, "foreign_request")


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_a_program_sends_json_only(client, kind):
    """Another site's form can send these three without asking; JSON it cannot."""
    answer = client.put(ADDRESS, data="{}", headers={"Content-Type": kind, "X-Requested-With": "tests"})

    assert (answer.status_code, answer.json["code"]) == (415, "not_json")


def test_json_with_its_header_is_let_through_to_the_address(client):
    answer = client.put(ADDRESS, data="{}", headers={**JSON, "Sec-Fetch-Site": "same-origin"})

    assert (answer.status_code, answer.json["code"]) == (404, "not_found")


def test_a_request_that_is_too_large_is_not_read(serve):
    client = serve(max_request_bytes=1000).test_client()
    token = form_token(client.get("/sign-in"))

    answer = client.post("/sign-in", data={"csrf_token": token, "identifier": "x" * 2000})
    assert answer.status_code == 413


@pytest.mark.parametrize("cookie", ["x" * 5000, "\xff\xfe", "a=b; c", "%00", '"\\012"', ""])
def test_a_damaged_cookie_is_nobody(client, cookie):
    answer = client.get("/sign-in", headers={"Cookie": f"msai={cookie}"})

    assert answer.status_code == 200
    assert "Sign out" not in answer.text
