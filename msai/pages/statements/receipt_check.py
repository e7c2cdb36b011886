"""The page behind the square on a printed receipt, for anybody who holds the paper.

It says whether the book knows the receipt and agrees with it: no name, no amount, not even
the name of the group.  What is not known answers the same whether the book exists or not.
"""

from uuid import UUID

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from msai import auth
from msai.services.demo.marks import is_demo_book
from msai.services.views.statements.receipt import check_receipt, plain_code

blueprint = Blueprint("receipt_check", __name__)


@blueprint.get("/check/<uuid:book>/<string:code>")
def show(book: UUID, code: str) -> Response:
    """What the book says of a code."""
    answer = check_receipt(auth.reading(), auth.current_actor(), book, code=code)
    g.demo = answer is not None and is_demo_book(auth.reading(), book)
    page = make_response(render_template("statements/receipt.html", answer=answer, code=plain_code(code)[:9]),
                         200 if answer else 404)
    page.headers["X-Robots-Tag"] = "noindex"
    return page


@blueprint.get("/groups/<uuid:book_id>/check")
def typed(book_id: UUID) -> AnyResponse:
    """A code that was typed under the statements of a group."""
    code = plain_code(request.args.get("code", ""))[:9]
    return redirect(url_for("receipt_check.show", book=book_id, code=code), code=303)
