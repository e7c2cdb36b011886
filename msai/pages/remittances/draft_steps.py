"""What is done with a draft before it is sent: the same steps below papers of a group and an enterprise."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from msai import auth
from msai.pages.remittances.typed import read_answer
from msai.services.remitting.drafting import answer_remittance, ask_for_approval, cancel_remittance


def add_draft_steps(blueprint: Blueprint, one: str) -> None:
    """Add the answer, the asking again and the cancelling to the papers at the address `one`."""

    @blueprint.post(f"{one}/answer")
    def answer(book_id: UUID, remittance_id: UUID) -> Response:
        """The other person's answer to the draft."""
        with auth.writing() as session:
            answer_remittance(session, auth.current_actor(), read_answer(book_id, remittance_id))
        return _back(book_id, remittance_id)

    @blueprint.post(f"{one}/ask")
    def ask(book_id: UUID, remittance_id: UUID) -> Response:
        """Ask for an approval again."""
        with auth.writing() as session:
            ask_for_approval(
                session, auth.current_actor(), book_id, remittance_id=remittance_id, at=auth.now())
        return _back(book_id, remittance_id)

    @blueprint.post(f"{one}/cancel")
    def cancel(book_id: UUID, remittance_id: UUID) -> Response:
        """Give it up before it is sent."""
        with auth.writing() as session:
            cancel_remittance(
                session, auth.current_actor(), book_id, remittance_id=remittance_id, at=auth.now())
        return _back(book_id, remittance_id)


def _back(book_id: UUID, remittance_id: UUID) -> Response:
    return redirect(url_for(".show", book_id=book_id, remittance_id=remittance_id), code=303)
