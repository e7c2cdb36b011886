"""The page of the cycle, and of one share-out: to read, to answer, to print, to work out again."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from msai import auth
from msai.permissions import NotFound, Target
from msai.schemas.answers import read_decision, read_seen
from msai.services.share_out import AnswerShareOut, answer_share_out
from msai.services.views.share_out.cycle import show_cycle
from msai.services.views.share_out.report import ShareOutView, show_share_out
from msai.services.views.share_out.slip import show_slip

blueprint = Blueprint("share_outs", __name__)
_ONE = "/groups/<uuid:book_id>/share-outs/<uuid:share_out_id>"


@blueprint.get("/groups/<uuid:book_id>/cycle")
def index(book_id: UUID) -> str:
    """Where the cycle stands, and those before it."""
    view = show_cycle(auth.reading(), auth.current_actor(), book_id, today=auth.today(), at=auth.now())
    return render_template("share_out/index.html", view=view)


@blueprint.get(_ONE)
def show(book_id: UUID, share_out_id: UUID) -> str:
    """One share-out: who gets what, and where it stands; the second officer answers here."""
    return render_template("share_out/show.html", view=_view(book_id, share_out_id))


@blueprint.get(f"{_ONE}/print")
def paper(book_id: UUID, share_out_id: UUID) -> str:
    """The same for paper, with a slip for each member."""
    view = _view(book_id, share_out_id)
    if view.report is None:
        raise NotFound()
    return render_template("print/share_out.html", view=view, report=view.report)


@blueprint.get(f"{_ONE}/check")
def check(book_id: UUID, share_out_id: UUID) -> str:
    """The share-out worked out again from the book as it stood before it."""
    view = _view(book_id, share_out_id)
    if view.posted_seq is None:
        raise NotFound()
    return render_template("share_out/check.html", view=view)


@blueprint.get("/groups/<uuid:book_id>/passbooks/<uuid:holder>/share-outs/<uuid:share_out_id>")
def slip(book_id: UUID, holder: UUID, share_out_id: UUID) -> str:
    """What one member got, and how it was worked out: her own, or an officer looks."""
    view = show_slip(auth.reading(), auth.current_actor(), Target(book_id, holder), share_out_id=share_out_id)
    return render_template("share_out/slip.html", view=view)


@blueprint.post(f"{_ONE}/answer")
def answer(book_id: UUID, share_out_id: UUID) -> Response:
    """The second officer's answer; what she approves is in the book when the page comes back."""
    command = AnswerShareOut(
        book_id=book_id, share_out_id=share_out_id, decision=read_decision(request.form),
        seen_digest=read_seen(request.form), today=auth.today(), at=auth.now())
    with auth.writing() as session:
        answer_share_out(session, auth.current_actor(), command)
    return redirect(url_for("share_outs.show", book_id=book_id, share_out_id=share_out_id), code=303)


def _view(book_id: UUID, share_out_id: UUID) -> ShareOutView:
    return show_share_out(auth.reading(), auth.current_actor(), book_id, share_out_id=share_out_id,
                          today=auth.today(), at=auth.now())
