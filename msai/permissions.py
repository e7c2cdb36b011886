"""Who may do what, in one table; what the table does not name is refused.

A person stands in some relation to a book: she keeps its record, belongs to it, looks after it for an
organisation. The table gives for each action the relations that allow it. A book or person that somebody has
no relation to answers exactly like one that does not exist, so that ids cannot be tried out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from uuid import UUID

from msai.services import ServiceError


class SignInRequired(ServiceError):
    """Nobody is signed in, and this is not for everybody."""

    code = "sign_in_required"


class NotPermitted(ServiceError):
    """The person belongs here, but this is the work of somebody else in the group."""

    code = "not_permitted"


class NotFound(ServiceError):
    """There is no such thing, or it is not this person's to know of: the answer is the same."""

    code = "not_found"


class Relation(Enum):
    """What a person is to the object of an action."""

    ANYONE = "anyone"
    SIGNED_IN = "signed_in"
    TREASURER = "treasurer"
    SECOND_OFFICER = "second_officer"
    MEMBER = "member"
    OWN = "own"
    ENTERPRISE_MANAGER = "enterprise_manager"
    ENTERPRISE_SECOND = "enterprise_second"
    BACKER = "backer"
    FACILITATOR_TOTALS = "facilitator_totals"
    FACILITATOR_NAMES = "facilitator_names"
    FACILITATOR = "facilitator"
    FOUNDER = "founder"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


class Action(Enum):
    """Everything that anybody can do, reading included."""

    PUBLIC_READ = "public_read"
    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    LANGUAGE_CHOOSE = "language_choose"
    BOOKS_LIST = "books_list"
    ALARMS_VIEW = "alarms_view"
    OWN_SESSIONS = "own_sessions"
    USERS_MANAGE = "users_manage"
    ROLES_CHANGE = "roles_change"
    HISTORY_IMPORT = "history_import"
    DEMO_BUILD = "demo_build"
    BOOK_VERIFY = "book_verify"
    GROUP_TOTALS_VIEW = "group_totals_view"
    GROUP_VIEW = "group_view"
    MEMBER_LIST = "member_list"
    MEMBER_CHANGE = "member_change"
    MEMBER_EXIT = "member_exit"
    EXIT_VIEW = "exit_view"
    NOMINEE_SET = "nominee_set"
    DUE_SETTLE = "due_settle"
    PASSBOOK_VIEW = "passbook_view"
    DUES_CHARGE = "dues_charge"
    DUES_WAIVE = "dues_waive"
    MEETING_VIEW = "meeting_view"
    MEETING_RECORD = "meeting_record"
    MEETING_WITNESS = "meeting_witness"
    MONEY_RECEIVE = "money_receive"
    RECONCILE = "reconcile"
    REGISTER_VIEW = "register_view"
    WORKBOOK_EXPORT = "workbook_export"
    JOURNAL_EXPORT = "journal_export"
    REVERSE = "reverse"
    DISPUTE_RAISE = "dispute_raise"
    DISPUTE_ANSWER = "dispute_answer"
    LOANS_VIEW = "loans_view"
    LOAN_VIEW = "loan_view"
    LOAN_REQUEST = "loan_request"
    LOAN_RECORD = "loan_record"
    LOAN_CHANGE = "loan_change"
    RULES_CHANGE = "rules_change"
    UNITS_DECIDE = "units_decide"
    STAKE_DECIDE = "stake_decide"
    BACKING_RECORD = "backing_record"
    CYCLE_CLOSE = "cycle_close"
    GROUP_START = "group_start"
    INVITE = "invite"
    INVITATION_ACCEPT = "invitation_accept"
    OPENING_DRAFT = "opening_draft"
    OPENING_CONFIRM = "opening_confirm"
    REMITTANCE_SEND = "remittance_send"
    REMITTANCE_CONFIRM = "remittance_confirm"
    REMITTANCE_LOSE = "remittance_lose"
    REMITTANCE_VIEW = "remittance_view"
    ARRIVING_VIEW = "arriving_view"
    HOME_SEND = "home_send"
    HOME_LAND = "home_land"
    RATE_ENTER = "rate_enter"
    APPROVAL_REQUEST = "approval_request"
    APPROVE = "approve"
    STATEMENTS_VIEW = "statements_view"
    GOAL_SET = "goal_set"
    MEMBER_STATEMENTS_VIEW = "member_statements_view"
    AUDIT_VIEW = "audit_view"
    PERSON_ERASE = "person_erase"
    ENTERPRISE_VIEW = "enterprise_view"
    ENTERPRISE_REGISTER_VIEW = "enterprise_register_view"
    ENTERPRISE_REPORT = "enterprise_report"
    ENTERPRISE_MONEY = "enterprise_money"
    PEOPLE_RECORD = "people_record"
    MONTH_ENTER = "month_enter"
    ENTERPRISE_EXPORT = "enterprise_export"


_R = Relation
_OFFICERS = frozenset({_R.TREASURER, _R.SECOND_OFFICER})
_ENTERPRISE = frozenset({_R.ENTERPRISE_MANAGER, _R.ENTERPRISE_SECOND})
_NAMED = _OFFICERS | {_R.FACILITATOR_NAMES}
_TOTALS = _NAMED | {_R.MEMBER, _R.FACILITATOR_TOTALS}

ALLOWED: Mapping[Action, frozenset[Relation]] = {
    **dict.fromkeys((
        Action.PUBLIC_READ, Action.SIGN_IN, Action.LANGUAGE_CHOOSE, Action.INVITATION_ACCEPT),
        frozenset({_R.ANYONE})),
    **dict.fromkeys((
        Action.MEMBER_LIST, Action.WORKBOOK_EXPORT, Action.OPENING_DRAFT, Action.REMITTANCE_VIEW),
        _NAMED | {_R.SYSTEM}),
    **dict.fromkeys((
        Action.ENTERPRISE_MONEY, Action.PEOPLE_RECORD, Action.ENTERPRISE_EXPORT), _ENTERPRISE | {_R.SYSTEM}),
    **dict.fromkeys((
        Action.ROLES_CHANGE, Action.JOURNAL_EXPORT, Action.REVERSE, Action.CYCLE_CLOSE, Action.RATE_ENTER),
        _OFFICERS | {_R.SYSTEM}),
    **dict.fromkeys((
        Action.MEMBER_EXIT, Action.DUE_SETTLE, Action.DUES_CHARGE, Action.DUES_WAIVE, Action.MONEY_RECEIVE,
        Action.RECONCILE, Action.REGISTER_VIEW, Action.DISPUTE_ANSWER, Action.LOAN_RECORD,
        Action.LOAN_CHANGE, Action.UNITS_DECIDE, Action.STAKE_DECIDE, Action.INVITE, Action.OPENING_CONFIRM,
        Action.REMITTANCE_LOSE, Action.AUDIT_VIEW, Action.PERSON_ERASE), _OFFICERS),
    **dict.fromkeys((
        Action.EXIT_VIEW, Action.NOMINEE_SET, Action.PASSBOOK_VIEW, Action.DISPUTE_RAISE, Action.LOAN_VIEW,
        Action.LOAN_REQUEST, Action.GOAL_SET), _OFFICERS | {_R.OWN}),
    Action.SIGN_OUT: frozenset({_R.SIGNED_IN}),
    Action.BOOKS_LIST: frozenset({_R.SIGNED_IN}),
    Action.ALARMS_VIEW: frozenset({_R.FACILITATOR}),
    Action.OWN_SESSIONS: frozenset({_R.SIGNED_IN}),
    Action.USERS_MANAGE: frozenset({_R.ADMINISTRATOR, _R.SYSTEM}),
    Action.HISTORY_IMPORT: frozenset({_R.SYSTEM}),
    Action.DEMO_BUILD: frozenset({_R.ADMINISTRATOR, _R.SYSTEM}),
    Action.BOOK_VERIFY: frozenset({_R.SYSTEM}),
    Action.GROUP_TOTALS_VIEW: _TOTALS | {_R.SYSTEM},
    Action.GROUP_VIEW: _TOTALS | {_R.SYSTEM},
    Action.MEMBER_CHANGE: _OFFICERS | {_R.FOUNDER, _R.SYSTEM},
    Action.MEETING_VIEW: _NAMED,
    Action.MEETING_RECORD: frozenset({_R.TREASURER, _R.SYSTEM}),
    Action.MEETING_WITNESS: _OFFICERS | {_R.MEMBER},
    Action.LOANS_VIEW: _NAMED,
    Action.RULES_CHANGE: _OFFICERS | {_R.FOUNDER, _R.SYSTEM},
    Action.BACKING_RECORD: _ENTERPRISE,
    Action.GROUP_START: frozenset({_R.FACILITATOR, _R.ADMINISTRATOR, _R.SYSTEM}),
    Action.REMITTANCE_SEND: frozenset({_R.TREASURER, _R.SYSTEM}),
    Action.REMITTANCE_CONFIRM: frozenset({_R.ENTERPRISE_SECOND, _R.SYSTEM}),
    Action.ARRIVING_VIEW: _ENTERPRISE | {_R.FACILITATOR_NAMES, _R.SYSTEM},
    Action.HOME_SEND: frozenset({_R.ENTERPRISE_MANAGER, _R.SYSTEM}),
    Action.HOME_LAND: frozenset({_R.TREASURER, _R.SYSTEM}),
    Action.APPROVAL_REQUEST: _OFFICERS | _ENTERPRISE,
    Action.APPROVE: _OFFICERS | _ENTERPRISE,
    Action.STATEMENTS_VIEW: _TOTALS,
    Action.MEMBER_STATEMENTS_VIEW: _NAMED,
    Action.ENTERPRISE_VIEW: _ENTERPRISE | {_R.BACKER, _R.FACILITATOR_TOTALS, _R.FACILITATOR_NAMES, _R.SYSTEM},
    Action.ENTERPRISE_REGISTER_VIEW: _ENTERPRISE,
    Action.ENTERPRISE_REPORT: frozenset({_R.ENTERPRISE_MANAGER, _R.SYSTEM}),
    Action.MONTH_ENTER: _ENTERPRISE | {_R.FACILITATOR_TOTALS, _R.FACILITATOR_NAMES, _R.SYSTEM},
}

# Every address of the application and what it takes to use it; an address that is not here stops the start.
ROUTES: Mapping[str, Action] = {
    "static": Action.PUBLIC_READ, "sign_in.show": Action.SIGN_IN,
    "sign_in.submit": Action.SIGN_IN, "sign_in.leave": Action.SIGN_OUT,
    "language.choose": Action.LANGUAGE_CHOOSE, "api-docs.openapi_json": Action.PUBLIC_READ,
    "api_groups.show": Action.GROUP_TOTALS_VIEW, "api_meetings.close": Action.MEETING_RECORD,
    "api_meetings.show": Action.MEETING_VIEW, "api_openings.show": Action.MEETING_RECORD,
    "witness.show": Action.MEETING_WITNESS, "witness.say": Action.MEETING_WITNESS,
    "received.index": Action.MONEY_RECEIVE, "received.record": Action.MONEY_RECEIVE,
    **{f"reconciliations.{name}": Action.RECONCILE for name in ("index", "show", "send")},
    "api_drafts.save": Action.MEETING_RECORD, "api_drafts.show": Action.MEETING_RECORD,
    "api_drafts.discard": Action.MEETING_RECORD, "groups.index": Action.BOOKS_LIST,
    "groups.alarms": Action.ALARMS_VIEW,
    **{f"demo.{name}": Action.DEMO_BUILD for name in ("show", "build", "remove")},
    "groups.show": Action.GROUP_VIEW, "groups.waiting": Action.APPROVE,
    "passbooks.index": Action.MEMBER_LIST, "passbooks.show": Action.PASSBOOK_VIEW,
    **{f"passbooks.{name}": Action.MEMBER_CHANGE for name in ("name", "rename")},
    "meetings.index": Action.MEETING_VIEW, "meetings.new": Action.MEETING_RECORD,
    "meetings.start": Action.MEETING_RECORD, "meetings.hold": Action.MEETING_RECORD,
    "meetings.show": Action.MEETING_VIEW, "meetings.send": Action.MEETING_RECORD,
    "meetings.approve": Action.APPROVE, "meetings.ask_again": Action.MEETING_RECORD,
    "rules.index": Action.GROUP_VIEW, "rules.ask": Action.RULES_CHANGE,
    "rules.answer": Action.APPROVE, "rules.settings": Action.RULES_CHANGE,
    "share_outs.index": Action.GROUP_VIEW,
    **{f"share_outs.{name}": Action.MEMBER_STATEMENTS_VIEW for name in ("show", "paper", "check")},
    "share_outs.answer": Action.APPROVE, "share_outs.slip": Action.PASSBOOK_VIEW,
    "cycle_closing.form": Action.CYCLE_CLOSE, "cycle_closing.send": Action.CYCLE_CLOSE,
    "kept_back.show": Action.MEMBER_STATEMENTS_VIEW, "kept_back.ask": Action.CYCLE_CLOSE,
    "kept_back.answer": Action.APPROVE, "seating.show": Action.MEMBER_CHANGE,
    "seating.keep": Action.MEMBER_CHANGE, "loans.index": Action.LOANS_VIEW,
    "loans.interest": Action.LOAN_RECORD,
    **{f"loans.{name}": Action.LOAN_VIEW for name in ("show", "agreement", "statement", "asked")},
    **{f"loans.{name}": Action.LOAN_REQUEST for name in ("new", "ask", "withdraw")},
    **{f"loans.{name}": Action.LOAN_RECORD for name in ("issue", "payment", "pay")},
    **{f"loans.{name}": Action.LOAN_CHANGE for name in ("change", "put", "act")},
    **{f"loans.{name}": Action.APPROVE for name in ("answer", "decide")},
    "corrections.new": Action.REVERSE, "corrections.send": Action.REVERSE,
    "corrections.show": Action.REGISTER_VIEW, "corrections.answer": Action.APPROVE,
    "disputes.index": Action.DISPUTE_ANSWER, "disputes.new": Action.DISPUTE_RAISE,
    "disputes.send": Action.DISPUTE_RAISE, "disputes.show": Action.DISPUTE_RAISE,
    "disputes.answer": Action.DISPUTE_ANSWER, "disputes.withdraw": Action.DISPUTE_RAISE,
    "dues.index": Action.MEMBER_STATEMENTS_VIEW,
    **{f"dues.{name}": Action.DUES_CHARGE for name in ("new", "send", "fees")},
    **{f"dues.{name}": Action.DUES_WAIVE for name in ("ask", "put")},
    "dues.show": Action.REGISTER_VIEW, "dues.answer": Action.APPROVE,
    "registers.show": Action.REGISTER_VIEW, "registers.entry": Action.REGISTER_VIEW,
    "registers.show_enterprise": Action.ENTERPRISE_REGISTER_VIEW,
    "registers.entry_of_enterprise": Action.ENTERPRISE_REGISTER_VIEW,
    "enterprises.show": Action.ENTERPRISE_VIEW, "statements.index": Action.STATEMENTS_VIEW,
    **dict.fromkeys(("activities.index", "batches.show", "batch_events.photo", "farm_units.index",
                     "people.show", "land.show"), Action.ENTERPRISE_VIEW),
    **dict.fromkeys((
        "activities.new", "activities.create", "batch_moves.new", "batch_moves.send", "farm_units.keep",
        "months.plan", "month_lines.choose", *(f"batches.{name}" for name in (
            "new", "create", "close", "plan", "keep_plan")),
        *(f"batch_events.{name}" for name in ("new", "send", "understood", "wrong", "put_right"))),
        Action.ENTERPRISE_REPORT),
    "statements.show": Action.STATEMENTS_VIEW,
    **dict.fromkeys(("goals.show", "goals.send"), Action.GOAL_SET),
    **{f"unfetched.{name}": Action.DUE_SETTLE for name in ("index", "new", "send", "show", "take_back")},
    **dict.fromkeys(("unfetched.answer", "backers.answer", "stakes.answer"), Action.APPROVE),
    **{f"joining.{name}": Action.MEMBER_CHANGE for name in ("new", "add", "back")},
    **{f"joining.{name}": Action.MONEY_RECEIVE for name in ("entry", "pay")},
    "joining.ask_waiver": Action.DUES_WAIVE, "joining.answer_waiver": Action.APPROVE,
    **{f"nominees.{name}": Action.NOMINEE_SET for name in ("show", "send")},
    "nominees.answer": Action.APPROVE, "exits.new": Action.MEMBER_EXIT,
    "exits.send": Action.MEMBER_EXIT, "exits.show": Action.EXIT_VIEW,
    "exits.answer": Action.APPROVE, "exits.paper": Action.EXIT_VIEW,
    "prints.passbook": Action.PASSBOOK_VIEW,
    **{f"traces.{name}": Action.PASSBOOK_VIEW for name in ("show", "paper")},
    **{f"traces.{name}": Action.MEMBER_STATEMENTS_VIEW for name in ("index", "group_paper")},
    "traces.backers": Action.ENTERPRISE_VIEW, "prints.meeting": Action.MEETING_VIEW,
    "ratios.show": Action.STATEMENTS_VIEW,
    **{f"stakes.{name}": Action.STATEMENTS_VIEW for name in ("index", "show")},
    **{f"stakes.{name}": Action.STAKE_DECIDE for name in ("new", "send", "act", "rate")},
    **{f"backers.{name}": Action.ENTERPRISE_VIEW for name in ("index", "declarations")},
    **{f"backers.{name}": Action.BACKING_RECORD for name in ("new", "send", "act")},
    "returns.show": Action.GROUP_TOTALS_VIEW, "sending.show": Action.GROUP_TOTALS_VIEW,
    "returns.show_enterprise": Action.ENTERPRISE_VIEW, "returns.workbook": Action.WORKBOOK_EXPORT,
    "returns.show_member": Action.PASSBOOK_VIEW,
    **{f"remittances.{name}": Action.REMITTANCE_VIEW for name in ("index", "show", "proof")},
    **{f"remittances.{name}": Action.REMITTANCE_SEND for name in (
        "new", "create", "ask", "cancel", "send", "land", "explain", "returned")},
    **{f"remittances.{name}": Action.APPROVE for name in ("answer", "answer_loss")},
    "remittances.lose": Action.REMITTANCE_LOSE,
    "pools.show": Action.REMITTANCE_VIEW, "pooled_arrivals.show": Action.ARRIVING_VIEW,
    **{f"pools.{name}": Action.REMITTANCE_SEND for name in (
        "index", "start", "join", "close", "give_up", "record")},
    **{f"pooled_arrivals.{name}": Action.REMITTANCE_CONFIRM for name in ("land", "explain")},
    "rates.index": Action.REMITTANCE_VIEW, "rates.enter": Action.RATE_ENTER,
    "coming.show": Action.REMITTANCE_VIEW, "coming.lose": Action.REMITTANCE_LOSE,
    "coming.answer_loss": Action.APPROVE, "noted.show": Action.REMITTANCE_VIEW,
    **{f"coming.{name}": Action.HOME_LAND for name in ("land", "choose", "explain")},
    **{f"noted.{name}": Action.HOME_LAND for name in ("new", "create", "take_back")},
    **{f"arriving.{name}": Action.ARRIVING_VIEW for name in ("index", "show")},
    **{f"arriving.{name}": Action.REMITTANCE_CONFIRM for name in ("land", "explain")},
    "sent_home.show": Action.ARRIVING_VIEW, "sent_home.answer": Action.APPROVE,
    **{f"sent_home.{name}": Action.HOME_SEND for name in (
        "new", "create", "ask", "cancel", "send", "explain", "returned")},
    **{f"months.{name}": Action.ENTERPRISE_VIEW for name in ("index", "show", "file")},
    **{f"letters.{name}": Action.ENTERPRISE_VIEW for name in ("index", "show", "paper")},
    **{f"month_form.{name}": Action.MONTH_ENTER for name in ("fill", "paper", "keep", "send", "discard")},
    **dict.fromkeys(("months.add_file", "month_form.understood"), Action.MONTH_ENTER),
    **{f"people_lines.{name}": Action.PEOPLE_RECORD for name in ("new", "send", "index", "line", "withdraw")},
    **dict.fromkeys(("months.ask_back", *(f"enterprise_money.{name}" for name in (
        "index", "new", "note", "act", "receipt", "keep_receipt"))), Action.ENTERPRISE_MONEY),
    "enterprise_money.answer": Action.APPROVE, "months.answer_back": Action.APPROVE,
    **{f"enterprise_places.{name}": Action.ENTERPRISE_MONEY for name in ("index", "add")},
    **{f"enterprise_statements.{name}": Action.ENTERPRISE_VIEW for name in ("index", "show")},
    "units.show": Action.STATEMENTS_VIEW,
    **{f"units.{name}": Action.UNITS_DECIDE for name in ("new", "send", "act")},
    "units.answer": Action.APPROVE, "receipt_check.show": Action.PUBLIC_READ,
    "receipt_check.typed": Action.STATEMENTS_VIEW,
    **{f"onboarding.{name}": Action.GROUP_START for name in (
        "index", "begin", "show", "save", "check", "open_group", "discard", "onward", "invite", "revoke")},
    **{f"invitations.{name}": Action.INVITE for name in ("index", "invite", "revoke", "ask", "answer")},
    "invitations.join": Action.INVITATION_ACCEPT, "invitations.accept": Action.INVITATION_ACCEPT,
    "invitations.welcome": Action.BOOKS_LIST, "openings.show": Action.OPENING_DRAFT,
    "openings.save": Action.OPENING_DRAFT, "openings.confirm": Action.OPENING_CONFIRM,
    "openings.answer": Action.OPENING_CONFIRM, "exports.workbook": Action.WORKBOOK_EXPORT,
    "exports.journal": Action.JOURNAL_EXPORT, "exports.enterprise_journal": Action.ENTERPRISE_EXPORT,
    **dict.fromkeys(("exports.enterprise_workbook", "exports.enterprise_days"), Action.ENTERPRISE_VIEW),
}


@dataclass(frozen=True)
class Standing:
    """A person's place in one book: her relations, and which of its members she is.

    `invented` says whether the book is a demo's; None where that was not read along.
    """

    relations: frozenset[Relation] = frozenset()
    member_id: UUID | None = None
    invented: bool | None = None


@dataclass(frozen=True)
class Target:
    """The object of an action: a book, and within it one person's own part where that matters."""

    book_id: UUID | None = None
    holder: UUID | None = None


@dataclass(frozen=True)
class Actor:
    """The person (or, for imports, the installation) that acts, with her standing in the books she met."""

    user_id: UUID | None
    display: str = ""
    administrator: bool = False
    facilitates: frozenset[UUID] = frozenset()
    system: bool = False
    standings: Mapping[UUID, Standing] = field(default_factory=dict)

    def in_book(self, book_id: UUID, standing: Standing) -> "Actor":
        """The same person, with her standing in one more book known."""
        return replace(self, standings={**self.standings, book_id: standing})


ANONYMOUS = Actor(user_id=None)
SYSTEM_IMPORT = Actor(user_id=UUID(int=0), display="system", system=True)
_NOWHERE = Standing()
_EVERYBODY = frozenset({_R.ANYONE})


def relations(actor: Actor, target: Target) -> frozenset[Relation]:
    """Everything the person is to the object, everybody's relations included."""
    found = set(_EVERYBODY)
    if actor.system:
        return frozenset(found | {_R.SYSTEM})
    if actor.user_id is None:
        return frozenset(found)
    found.add(_R.SIGNED_IN)
    if actor.administrator:
        found.add(_R.ADMINISTRATOR)
    if actor.facilitates:
        found.add(_R.FACILITATOR)
    if target.book_id is not None:
        standing = actor.standings.get(target.book_id, _NOWHERE)
        found |= standing.relations
        if standing.member_id is not None and standing.member_id == target.holder:
            found.add(_R.OWN)
    return frozenset(found)


def is_allowed(actor: Actor, action: Action, target: Target = Target()) -> bool:
    """Whether the table allows it; pages ask this to leave out what would be refused."""
    return not ALLOWED[action].isdisjoint(relations(actor, target))


def require(actor: Actor, action: Action, target: Target = Target()) -> None:
    """Let the action pass or refuse it; every use case asks this before anything else.

    Raises:
        SignInRequired: nobody is signed in.
        NotFound: the book, or the person in it, is not the actor's to know of.
        NotPermitted: she belongs to the book, and this is not hers to do.
    """
    if is_allowed(actor, action, target):
        return
    if actor.user_id is None:
        raise SignInRequired()
    foreign_book = target.book_id is not None and not _knows(actor, target.book_id)
    if foreign_book or (target.holder is not None and _R.OWN in ALLOWED[action]):
        raise NotFound()
    raise NotPermitted(action=action.value)


def _knows(actor: Actor, book_id: UUID) -> bool:
    return bool(actor.standings.get(book_id, _NOWHERE).relations)
