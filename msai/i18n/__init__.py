"""The ledger in its readers' languages.

A member reads her savings in her own language or not at all. This package chooses the
language of a request, reads the catalogues, and writes sentences, amounts, days and names;
it needs no request to do so, since exports and commands speak too. `msai.i18n.web` joins it to
the web application and alone knows Flask: what must stay free of Flask imports the other modules.
"""

from msai.i18n.choice import current_language, in_language, use_language
from msai.i18n.speech import gettext, ngettext, translate, translate_mark
from msai.i18n.web import init_app

__all__ = [
    "current_language",
    "gettext",
    "in_language",
    "init_app",
    "ngettext",
    "translate",
    "translate_mark",
    "use_language",
]
