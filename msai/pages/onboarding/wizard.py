"""Setting a group up, step by step, without a script and on any screen.

Each step saves what was typed and leads on when it is settled; all can be entered again until the group is
opened. After that one page says what comes next: two invitations, and the paper of a running group.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from msai import auth
from msai.ids import uuid7
from msai.pages.onboarding import steps
from msai.pages.onboarding.links import shown_link
from msai.permissions import Action, NotFound, Target, is_allowed
from msai.services.memberships import Role, met
from msai.services.onboarding import drafts, invitations, places
from msai.services.onboarding.settling import Step, fields_of, problems_of, read_plan, unsettled
from msai.services.onboarding.starting import open_from_draft
from msai.services.people import name_own_organisations
from msai.services.views.facts import read_group

blueprint = Blueprint("onboarding", __name__, url_prefix="/start")


@blueprint.get("")
def index() -> str:
    """The groups somebody is setting up, and the button for a new one."""
    found = drafts.list_drafts(auth.reading(), auth.current_actor())
    waiting = [draft for draft in found if draft.book_id is None]
    return render_template("onboarding/index.html", drafts=waiting,
                           opened=[draft for draft in found if draft.book_id is not None])


@blueprint.post("")
def begin() -> Response:
    """Begin to set a group up."""
    draft_id = uuid7(auth.now())
    with auth.writing() as session:
        drafts.start_draft(session, auth.current_actor(), draft_id, at=auth.now())
    return redirect(url_for("onboarding.show", draft_id=draft_id, step=Step.COUNTRY.value), code=303)


@blueprint.get("/<uuid:draft_id>/<any(country,name,rules,places,members,start):step>")
def show(draft_id: UUID, step: str) -> Response:
    """One step as it was left."""
    draft = drafts.get_draft(auth.reading(), auth.current_actor(), draft_id)
    if draft.book_id is not None:
        return redirect(url_for("onboarding.onward", draft_id=draft_id))
    return _page(draft, Step(step), tried=False)


@blueprint.post("/<uuid:draft_id>/<any(country,name,rules,places,members,start):step>")
def save(draft_id: UUID, step: str) -> Response:
    """Keep what the step says, and go on when it is settled."""
    actor = auth.current_actor()
    with auth.writing() as session:
        before = drafts.get_draft(session, actor, draft_id)
        changes = {name: " ".join(request.form.getlist(name)) for name in fields_of(before, Step(step))}
        draft = drafts.save_draft(session, actor, draft_id, changes=changes, at=auth.now())
    is_unseen = Step(step) is Step.MEMBERS and draft.typed.get("members") != before.typed.get("members")
    if problems_of(draft, Step(step), today=auth.today()):
        return _page(draft, Step(step), tried=True)
    if is_unseen:
        return redirect(url_for("onboarding.show", draft_id=draft_id, step=step), code=303)
    return redirect(_after(draft_id, Step(step)), code=303)


@blueprint.get("/<uuid:draft_id>/check")
def check(draft_id: UUID) -> Response:
    """Everything on one page before the group is opened."""
    draft = drafts.get_draft(auth.reading(), auth.current_actor(), draft_id)
    if draft.book_id is not None:
        return redirect(url_for("onboarding.onward", draft_id=draft_id))
    missing = unsettled(draft, today=auth.today())
    if missing:
        return _page(draft, missing[0], tried=True)
    view = _view(draft, Step.START, tried=False)
    plan = read_plan(draft, today=auth.today())
    return make_response(render_template("onboarding/check.html", view=view, plan=plan))


@blueprint.post("/<uuid:draft_id>/opening")
def open_group(draft_id: UUID) -> Response:
    """Open the group: from here on it has a book."""
    with auth.writing() as session:
        open_from_draft(session, auth.current_actor(), draft_id, today=auth.today(), at=auth.now())
    return redirect(url_for("onboarding.onward", draft_id=draft_id), code=303)


@blueprint.post("/<uuid:draft_id>/end")
def discard(draft_id: UUID) -> Response:
    """Throw a draft away."""
    with auth.writing() as session:
        drafts.discard_draft(session, auth.current_actor(), draft_id)
    return redirect(url_for("onboarding.index"), code=303)


@blueprint.get("/<uuid:draft_id>/onward")
def onward(draft_id: UUID) -> Response:
    """What comes next for a group that was opened."""
    return _onward(draft_id)


@blueprint.post("/<uuid:draft_id>/invitations/<any(treasurer,second_officer):role>")
def invite(draft_id: UUID, role: str) -> Response:
    """Make the link for an office, and show it: it is shown once."""
    with auth.writing() as session:
        made = invitations.invite_first_officer(
            session, auth.current_actor(), draft_id, role=Role(role), at=auth.now())
    return _onward(draft_id, made=made)


@blueprint.post("/<uuid:draft_id>/invitations/<uuid:invitation_id>/end")
def revoke(draft_id: UUID, invitation_id: UUID) -> Response:
    """Take a link back."""
    with auth.writing() as session:
        invitations.revoke_first_invitation(
            session, auth.current_actor(), draft_id, invitation_id=invitation_id, at=auth.now())
    return redirect(url_for("onboarding.onward", draft_id=draft_id), code=303)


def _page(draft: drafts.Draft, step: Step, *, tried: bool) -> Response:
    view = _view(draft, step, tried=tried)
    page = render_template(f"onboarding/{step.value}.html", view=view, texts=steps)
    return make_response(page, 422 if view.errors else 200)


def _view(draft: drafts.Draft, step: Step, *, tried: bool) -> steps.StepView:
    """The step; only its last one, and the check of all, name the organisations of its maker."""
    named = name_own_organisations(auth.reading(), auth.current_actor()) if step is Step.START else {}
    return steps.view_step(draft, step, today=auth.today(), with_errors=tried, organisations=named)


def _after(draft_id: UUID, step: Step) -> str:
    following = list(Step)[list(Step).index(step) + 1:]
    if not following:
        return url_for("onboarding.check", draft_id=draft_id)
    return url_for("onboarding.show", draft_id=draft_id, step=following[0].value)


def _onward(draft_id: UUID, *, made: invitations.NewInvitation | None = None) -> Response:
    with auth.database().read() as session:
        actor = auth.current_actor()
        draft = drafts.get_draft(session, actor, draft_id)
        if draft.book_id is None:
            raise NotFound()
        found = places.first_invitations(session, actor, draft_id, at=auth.now())
        group = read_group(session, draft.book_id)
        here = met(session, actor, draft.book_id)
    target = Target(draft.book_id)
    page = render_template(
        "onboarding/onward.html", draft=draft, group=group, found=found, roles=invitations.FIRST_OFFICES,
        made=made, link=shown_link(made.token, group.name) if made else None, now=auth.now(),
        may_see=is_allowed(here, Action.GROUP_VIEW, target),
        may_write=draft.text("kind") == "running" and is_allowed(here, Action.OPENING_DRAFT, target))
    return make_response(page)
