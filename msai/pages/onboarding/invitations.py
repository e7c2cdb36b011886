"""Invitations: an officer's list of them, and the door that a link opens.

The token stands in the query, which no log of the ledger holds; whoever opens it sees the group's name and
the place before she says yes, with a sign-in she has or a new one.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ledgers.errors import LedgerError
from msai import auth
from msai.errors import refusal_of, retry_headers
from msai.errors.sentences import message_of
from msai.i18n import current_language
from msai.messages import N_, Message
from msai.pages.onboarding.links import shown_link
from msai.permissions import NotFound, SignInRequired
from msai.schemas.answers import read_decision, read_id, read_seen
from msai.services.memberships import Role
from msai.services.onboarding import invitations, places
from msai.services.passwords import Busy, PasswordFor, Passwords
from msai.services.sign_in import WaitBeforeTrying
from msai.services.views.facts import read_group
from msai.services.views.naming import read_roll

blueprint = Blueprint("invitations", __name__)
PLACES = {
    Role.TREASURER: Message(N_("Treasurer: you keep the record")),
    Role.SECOND_OFFICER: Message(N_("Second officer: you check and approve")),
    Role.MEMBER: Message(N_("Member: you see your own savings")),
}


@blueprint.get("/groups/<uuid:book_id>/invitations")
def index(book_id: UUID) -> Response:
    """Every invitation to the group, and the form for a new one."""
    return _list(book_id)


@blueprint.post("/groups/<uuid:book_id>/invitations")
def invite(book_id: UUID) -> Response:
    """Make a link for a member, and show it: it is shown once."""
    try:
        with auth.writing() as session:
            made = invitations.invite(session, auth.current_actor(), invitations.Invite(
                book_id=book_id, role=_role(), number=_number(), at=auth.now()))
    except invitations.MemberSignsIn as error:
        return _list(book_id, refused=message_of(error.code, error.params))
    return _list(book_id, made=made)


@blueprint.post("/groups/<uuid:book_id>/invitations/<uuid:invitation_id>/end")
def revoke(book_id: UUID, invitation_id: UUID) -> Response:
    """Take a link back."""
    with auth.writing() as session:
        invitations.revoke_invitation(
            session, auth.current_actor(), book_id, invitation_id=invitation_id, at=auth.now())
    return redirect(url_for("invitations.index", book_id=book_id), code=303)


@blueprint.post("/groups/<uuid:book_id>/invitations/<uuid:invitation_id>/place")
def ask(book_id: UUID, invitation_id: UUID) -> Response:
    """One officer says that it was really she who came."""
    with auth.writing() as session:
        places.ask_for_place(
            session, auth.current_actor(), book_id, invitation_id=invitation_id, at=auth.now())
    return redirect(url_for("invitations.index", book_id=book_id), code=303)


@blueprint.post("/groups/<uuid:book_id>/invitations/<uuid:invitation_id>/answer")
def answer(book_id: UUID, invitation_id: UUID) -> Response:
    """The other officer's word on who gets the place."""
    command = places.AnswerPlace(
        book_id=book_id, invitation_id=invitation_id, approval_id=read_id(request.form, "approval_id"),
        seen_digest=read_seen(request.form), decision=read_decision(request.form), at=auth.now())
    with auth.writing() as session:
        places.answer_place(session, auth.current_actor(), command)
    return redirect(url_for("invitations.index", book_id=book_id), code=303)


@blueprint.get("/join")
def join() -> Response:
    """What an invitation offers, and how to say yes."""
    return _door({}, None)


@blueprint.post("/join")
def accept() -> Response:
    """Say yes: with the sign-in one has, or with a new one."""
    token = request.form.get("token", "")
    try:
        if request.form.get("with") == "mine":
            return _inside(_accepted(token))
        return _joined(token)
    except (NotFound, SignInRequired):
        raise
    except LedgerError as error:
        return _door(request.form.to_dict(), error)


def _accepted(token: str) -> invitations.PlaceTaken:
    actor = auth.current_actor()
    if actor.user_id is None:
        raise SignInRequired()
    with auth.writing() as session:
        return invitations.accept_invitation(session, actor, token, at=auth.now())


def _inside(taken: invitations.PlaceTaken) -> Response:
    """To the group's page, or to the word that two officers have to agree first."""
    if taken.is_given:
        return redirect(url_for("groups.show", book_id=taken.book_id), code=303)
    return redirect(url_for("invitations.welcome"), code=303)


def _joined(token: str) -> Response:
    """A new sign-in; its password is hashed before anything is locked, and only for an open invitation."""
    actor, password = auth.current_actor(), request.form.get("password", "")
    invitations.see_invitation(auth.reading(), actor, token, at=auth.now())
    passwords: Passwords = current_app.extensions["passwords"]
    identifier, name = request.form.get("identifier", ""), request.form.get("name", "")
    command = invitations.Join(
        token=token, identifier=identifier, at=auth.now(), display_name=name, locale=current_language(),
        password_hash=passwords.hash(password, PasswordFor.MEMBER, about=(identifier, name)))
    with auth.writing() as session:
        taken = invitations.join_by_invitation(session, actor, command, vault=auth.vault())
    try:
        auth.sign_in(command.identifier, password)
    except (Busy, WaitBeforeTrying):
        return redirect(url_for("sign_in.show"), code=303)
    return _inside(taken)


@blueprint.get("/welcome")
def welcome() -> str:
    """The place waits for two officers; until then there is nothing to see."""
    return render_template("invitations/waiting.html")


def _role() -> Role:
    try:
        return Role(request.form.get("role", ""))
    except ValueError:
        raise NotFound() from None


def _number() -> int:
    text = request.form.get("number", "")
    if not text.isdecimal() or len(text) > 9:
        raise NotFound()
    return int(text)


def _list(
    book_id: UUID, *, made: invitations.NewInvitation | None = None, refused: Message | None = None,
) -> Response:
    with auth.database().read() as session:
        rows = places.list_invitations(session, auth.current_actor(), book_id, at=auth.now())
        group, roll = read_group(session, book_id), read_roll(session, book_id)
    people = [(str(person.number), person.name)
              for person in sorted(roll.values(), key=lambda one: one.number) if person.left_on is None]
    page = render_template(
        "invitations/index.html", group=group, rows=rows, people=people, made=made, refused=refused,
        link=shown_link(made.token, group.name) if made else None)
    return make_response(page, 422 if refused else 200)


def _door(typed: dict[str, str], refused: LedgerError | None) -> Response:
    token = request.values.get("token", "")
    actor = auth.current_actor()
    try:
        seen = invitations.see_invitation(auth.reading(), actor, token, at=auth.now())
    except LedgerError as closed:
        refusal = refusal_of(closed)
        page = render_template("invitations/closed.html", sentence=refusal.message)
        return make_response(page, refusal.status)
    told = refusal_of(refused) if refused else None
    page = render_template(
        "invitations/join.html", seen=seen, token=token, typed=typed, error=told.message if told else None,
        place=PLACES[seen.role], signed_in=actor.user_id is not None, own_name=actor.display)
    response = make_response(page, told.status if told else 200)
    response.headers.update(retry_headers(refused) if refused else {})
    return response
