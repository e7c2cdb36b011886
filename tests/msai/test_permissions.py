"""Who may do what: every cell of the table, and every address of the application."""

from uuid import UUID

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

from msai import auth, create_app
from msai.permissions import (
    ALLOWED,
    ANONYMOUS,
    ROUTES,
    SYSTEM_IMPORT,
    Action,
    Actor,
    NotFound,
    NotPermitted,
    Relation,
    SignInRequired,
    Standing,
    Target,
    require,
)
from msai.services import memberships
from msai.services.memberships import Role
from msai.settings import settings_for_tests
from tests.msai.cast import FARM, GROUP, MISSING, OTHER_GROUP, sign_in

# The matrix as the group would agree on it, written down a second time and compared cell by cell:
# T treasurer, S second officer, M member, O own (the person herself), m enterprise manager, s its second,
# B somebody of a backing group, t facilitator with totals, n facilitator with names, F facilitator of any
# organisation, f who sets this very group up, A administrator, I the installation itself, + anybody signed
# in, * everybody.
LETTERS = dict(zip("TSMOmsBtnFfAI+*", (
    Relation.TREASURER, Relation.SECOND_OFFICER, Relation.MEMBER, Relation.OWN, Relation.ENTERPRISE_MANAGER,
    Relation.ENTERPRISE_SECOND, Relation.BACKER, Relation.FACILITATOR_TOTALS, Relation.FACILITATOR_NAMES,
    Relation.FACILITATOR, Relation.FOUNDER, Relation.ADMINISTRATOR, Relation.SYSTEM, Relation.SIGNED_IN,
    Relation.ANYONE,
), strict=True))  # fmt: skip
AGREED = """
    public_read *               sign_in *                   sign_out +                  language_choose *
    alarms_view F
    books_list +                own_sessions +              users_manage AI             roles_change TSI
    history_import I            book_verify I               group_totals_view TSMtnI    group_view TSMtnI
    member_list TSnI            member_change TSfI          passbook_view TSO           meeting_view TSn
    meeting_record TI           meeting_witness TSM         money_receive TS            register_view TS
    reconcile TS                demo_build AI
    workbook_export TSnI        journal_export TSI
    reverse TSI                 dispute_raise TSO           dispute_answer TS
    rules_change TSfI           cycle_close TSI             opening_draft TSnI
    remittance_send TI          remittance_confirm sI       approval_request TSms       approve TSms
    group_start FAI             invite TS                   invitation_accept *         opening_confirm TS
    dues_charge TS              dues_waive TS
    audit_view TS               person_erase TS             enterprise_view msBtnI
    member_exit TS              exit_view TSO               nominee_set TSO             due_settle TS
    units_decide TS             stake_decide TS             backing_record ms
    remittance_lose TS          remittance_view TSnI        arriving_view msnI
    home_send mI                home_land TI                rate_enter TSI
    loans_view TSn              loan_view TSO               loan_request TSO
    loan_record TS              loan_change TS
    goal_set TSO                statements_view TSMtn       member_statements_view TSn
    enterprise_register_view ms enterprise_report mI        enterprise_export msI
    people_record msI
    enterprise_money msI        month_enter mstnI
"""
WORDS = AGREED.split()
MATRIX = dict(zip(WORDS[::2], WORDS[1::2], strict=True))
CELLS = [(action, relation) for action in Action for relation in Relation]
SITI = UUID(int=0x51)


def somebody(relation: Relation) -> Actor:
    """A person who stands in exactly one relation to the book."""
    if relation is Relation.ANYONE:
        return ANONYMOUS
    if relation is Relation.SYSTEM:
        return SYSTEM_IMPORT
    works_for = frozenset({UUID(int=9)} if relation is Relation.FACILITATOR else ())
    actor = Actor(UUID(int=1), administrator=relation is Relation.ADMINISTRATOR, facilitates=works_for)
    if relation in {Relation.SIGNED_IN, Relation.ADMINISTRATOR, Relation.FACILITATOR}:
        return actor
    if relation is Relation.OWN:
        return actor.in_book(GROUP, Standing(frozenset(), SITI))
    return actor.in_book(GROUP, Standing(frozenset({relation})))


def may(actor: Actor, action: Action, target: Target) -> bool:
    """Whether the action passes; every refusal counts alike."""
    try:
        require(actor, action, target)
    except (SignInRequired, NotFound, NotPermitted):
        return False
    return True


def test_the_agreement_names_every_action():
    assert set(MATRIX) == {action.value for action in Action}


@pytest.mark.parametrize(("action", "relation"), CELLS, ids=lambda part: part.value)
def test_every_cell_is_as_agreed(action, relation):
    agreed = {LETTERS[letter] for letter in MATRIX[action.value]}
    everybody = agreed & {Relation.ANYONE} or (
        agreed & {Relation.SIGNED_IN} and relation is not Relation.ANYONE
    )
    signed_in_by_that = bool(everybody) and not (relation is Relation.SYSTEM and Relation.SIGNED_IN in agreed)

    expected = relation in agreed or signed_in_by_that
    assert may(somebody(relation), action, Target(GROUP, SITI)) is expected


@pytest.mark.parametrize("action", Action, ids=lambda action: action.value)
def test_a_foreign_book_answers_like_a_missing_one(action):
    """Rajesh keeps another group's record; he must not learn which ids exist."""
    rajesh = Actor(UUID(int=2)).in_book(OTHER_GROUP, Standing(frozenset({Relation.TREASURER})))
    answers = []
    for book_id in (GROUP, MISSING):
        try:
            require(rajesh, action, Target(book_id))
            answers.append("let in")
        except (NotFound, NotPermitted) as refused:
            answers.append(str(refused))

    everybody = ALLOWED[action] & {Relation.ANYONE, Relation.SIGNED_IN}
    assert answers == (["let in"] * 2 if everybody else ["not_found"] * 2)


def test_a_member_sees_her_own_passbook_and_no_other():
    siti = Actor(UUID(int=3)).in_book(GROUP, Standing(frozenset({Relation.MEMBER}), SITI))
    require(siti, Action.PASSBOOK_VIEW, Target(GROUP, SITI))

    for holder in (UUID(int=0x52), MISSING):
        with pytest.raises(NotFound):
            require(siti, Action.PASSBOOK_VIEW, Target(GROUP, holder))


def test_the_administrator_touches_no_ledger():
    ledger = {
        Action(name)
        for name, letters in MATRIX.items()
        if "A" not in letters and set(letters).isdisjoint("*+")
    }

    assert not any(may(somebody(Relation.ADMINISTRATOR), action, Target(GROUP, SITI)) for action in ledger)


@pytest.mark.parametrize(
    ("name", "book_id", "relations"),
    [
        ("lorna", GROUP, {Relation.TREASURER}),
        ("amina", GROUP, {Relation.SECOND_OFFICER}),
        ("siti", GROUP, {Relation.MEMBER}),
        ("tess", GROUP, {Relation.FACILITATOR_TOTALS}),
        ("nina", GROUP, {Relation.FACILITATOR_NAMES}),
        ("rosa", FARM, {Relation.ENTERPRISE_MANAGER}),
        ("ben", FARM, {Relation.ENTERPRISE_SECOND}),
        ("siti", FARM, {Relation.BACKER}),
        ("tess", FARM, {Relation.FACILITATOR_TOTALS}),
        ("rajesh", GROUP, set()),
        ("rajesh", FARM, set()),
        ("rosa", GROUP, set()),
        ("tess", OTHER_GROUP, set()),
        ("ana", GROUP, set()),
        ("lorna", MISSING, set()),
    ],
)
def test_standing_comes_from_the_book_itself(session, cast, name, book_id, relations):
    assert cast.actor(session, name, book_id).standings[book_id].relations == relations


def test_a_changed_role_holds_at_the_next_request(session, cast):
    command = memberships.GrantRole(book_id=GROUP, user_id=cast.users["lorna"], role=Role.MEMBER, at=1)
    memberships.grant_role(session, SYSTEM_IMPORT, command)

    assert cast.actor(session, "lorna").standings[GROUP].relations == {Relation.MEMBER}


@pytest.mark.parametrize(
    ("name", "books"),
    [("lorna", [GROUP]), ("rosa", [FARM]), ("tess", [GROUP, FARM]), ("ana", []), ("rajesh", [OTHER_GROUP])],
)
def test_the_first_page_lists_her_own_books(session, cast, name, books):
    assert set(memberships.list_books(session, cast.actor(session, name))) == set(books)


def test_the_application_starts_only_when_every_address_is_declared():
    app = create_app(settings_for_tests())
    auth.require_declared_routes(app)
    app.add_url_rule("/back-door", "back_door", lambda: "open")

    with pytest.raises(auth.UndeclaredRoute, match="back_door"):
        auth.require_declared_routes(app)


def test_no_address_is_declared_that_does_not_exist(app: Flask):
    """A leftover line would let a later page in by its old name."""
    assert ROUTES.keys() <= {rule.endpoint for rule in app.url_map.iter_rules()}


def some_value(rule: Rule, name: str) -> object:
    """A value that the part of the address takes; for an id, one of something that does not exist."""
    converter = rule._converters[name]
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 1 if isinstance(converter, IntegerConverter) else MISSING


def outcome(app: Flask, token: str, rule: Rule, book_id: UUID) -> str:
    """What the door says to the holder of a token at one address: let in, or why not."""
    values = {name: book_id if name == "book_id" else some_value(rule, name) for name in rule.arguments}
    method = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})[0]
    with app.test_request_context(
        method=method, headers={"Cookie": f"msai={token}"}, path=rule.build(values)[1]
    ):
        try:
            auth.let_in()
        except (SignInRequired, NotFound, NotPermitted) as refused:
            return refused.code
        return "let_in"


def book_rules(app: Flask) -> list[Rule]:
    """The addresses that name a book."""
    return [rule for rule in app.url_map.iter_rules() if "book_id" in rule.arguments]


@pytest.mark.one_kind
@pytest.mark.parametrize(
    "name", ["lorna", "amina", "siti", "rosa", "ben", "rajesh", "tess", "nina", "ana", None]
)
def test_every_address_of_a_book_asks_the_table(app, client, cast, database, name):
    token = ""
    if name:
        sign_in(client, name)
        token = client.get_cookie("msai").value
    for book_id in (GROUP, FARM, OTHER_GROUP, MISSING):
        with database.read() as session:
            actor = cast.actor(session, name, book_id) if name else ANONYMOUS
        for rule in book_rules(app):
            holder = MISSING if "holder" in rule.arguments else None
            passes = may(actor, ROUTES[rule.endpoint], Target(book_id, holder))
            answer = outcome(app, token, rule, book_id)
            assert (answer == "let_in") is passes, (rule, book_id)
            if name and not actor.standings[book_id].relations:
                assert answer == "not_found", (rule, book_id)
