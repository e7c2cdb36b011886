"""The registers behind the figures of a group or an enterprise, and single entries."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for

from ledgers.accounts import BookKind
from msai import auth
from msai.services.views.corrections.marks import find_why
from msai.services.views.registers import (
    RegisterPage,
    RegisterView,
    RegisterWanted,
    show_entry,
    show_register,
)

blueprint = Blueprint("registers", __name__)


@blueprint.get("/groups/<uuid:book_id>/register")
def show(book_id: UUID) -> str:
    """A register of a group."""
    return _register(book_id, BookKind.GROUP)


@blueprint.get("/enterprises/<uuid:book_id>/register")
def show_enterprise(book_id: UUID) -> str:
    """A register of an enterprise."""
    return _register(book_id, BookKind.ENTERPRISE)


@blueprint.get("/groups/<uuid:book_id>/entries/<int:seq>")
def entry(book_id: UUID, seq: int) -> str:
    """One entry of a group."""
    return _entry(book_id, BookKind.GROUP, seq)


@blueprint.get("/enterprises/<uuid:book_id>/entries/<int:seq>")
def entry_of_enterprise(book_id: UUID, seq: int) -> str:
    """One entry of an enterprise."""
    return _entry(book_id, BookKind.ENTERPRISE, seq)


_REGISTERS = {BookKind.GROUP: "registers.show", BookKind.ENTERPRISE: "registers.show_enterprise"}
_ENTRIES = {BookKind.GROUP: "registers.entry", BookKind.ENTERPRISE: "registers.entry_of_enterprise"}
_BOOKS = {BookKind.GROUP: "groups.show", BookKind.ENTERPRISE: "enterprises.show"}


def _register(book_id: UUID, kind: BookKind) -> str:
    wanted = RegisterWanted(
        kind=kind, codes=tuple(request.args.getlist("code", type=int)), fund=request.args.get("fund"),
        holder=request.args.get("holder"), whole=request.args.get("all") == "1", since=_day("from"),
        until=_day("to"), against=request.args.get("against", type=int),
        earned=request.args.get("earned") == "1", page=request.args.get("page", 1, type=int))
    view = show_register(auth.reading(), auth.current_actor(), book_id, wanted=wanted, today=auth.today())
    address = partial(url_for, _REGISTERS[kind], book_id=book_id)
    return render_template(
        "registers/show.html", view=view, whole_href=address(all=1, **_asked()) if _is_cut(view) else None,
        newer=_beside(view.page, -1, address), older=_beside(view.page, 1, address), **_links(book_id, kind))


def _is_cut(view: RegisterView) -> bool:
    """Whether the register begins where nobody asked it to."""
    return view.since is not None and _day("from") is None


def _beside(page: RegisterPage, step: int, address: Callable[..., str]) -> str | None:
    """Where the page beside this one is, if there is one."""
    number = page.number + step
    return address(page=number, **_asked("from", "all")) if 1 <= number <= page.count else None


def _day(name: str) -> date | None:
    return request.args.get(name, type=date.fromisoformat)


def _asked(*more: str) -> dict[str, Any]:
    kept = ("code", "fund", "holder", "to", "against", "earned", *more)
    return {name: request.args.getlist(name) for name in kept if name in request.args}


def _entry(book_id: UUID, kind: BookKind, seq: int) -> str:
    view = show_entry(auth.reading(), auth.current_actor(), book_id, kind=kind, seq=seq)
    of_a_group = kind is BookKind.GROUP
    why = find_why(auth.reading(), book_id, seq) if of_a_group else None
    correctable = of_a_group and view.of_lines
    return render_template(
        "registers/entry.html", view=view, why=why, correctable=correctable, **_links(book_id, kind))


def _links(book_id: UUID, kind: BookKind) -> dict[str, str]:
    return {
        "register_endpoint": _REGISTERS[kind], "entry_endpoint": _ENTRIES[kind],
        "back": url_for(_BOOKS[kind], book_id=book_id),
    }
