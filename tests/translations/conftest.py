"""A small application with the project's templates and languages, and nothing else."""

from collections.abc import Iterator

import pytest
from flask import Flask, g, render_template
from flask.testing import FlaskClient

from msai.i18n import use_language, web
from msai.i18n.languages import SOURCE
from msai.messages import Message
from msai.pages import language
from msai.resources import resource_dir


class SignInForm:
    """What the sign-in page is given when the first try failed."""

    identifier = "+852 5123 4567"
    errors = (Message("Wait a little."),)


def make_app(**wishes: web.Wish) -> Flask:
    """The application, with what the signed-in user and her group would want."""
    app = Flask("msai", template_folder=str(resource_dir("templates")))
    app.testing = True
    app.jinja_env.globals["csrf_token"] = lambda: "token"
    web.init_app(app, **wishes)
    app.register_blueprint(language.blueprint)
    app.add_url_rule("/door", "door", lambda: render_template("sign_in/page.html", form=SignInForm()))
    app.add_url_rule("/language-now", "now", lambda: g.locale)
    return app


@pytest.fixture
def browser() -> Iterator[FlaskClient]:
    """A browser that has not been here before."""
    yield make_app().test_client()
    use_language(SOURCE)
