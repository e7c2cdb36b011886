"""Keep the translators' files in step with the sentences in the code and the templates.

The English text is the id of a sentence, so `messages.pot` and the English catalogue follow
from the sources; catalogues of other languages keep what their translators wrote and gain the
new sentences empty. Files whose sentences have not changed are left alone, so that dates in
headers do not fill the history.

    python .ci/catalogues.py            bring every file up to date
    python .ci/catalogues.py --check    say which files are not, and fail
    python .ci/catalogues.py --begin th make the file of a language that has none, all sentences empty
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from msai.i18n.languages import SOURCE, language_of  # noqa: E402 - needs the path above

TRANSLATIONS = ROOT / "translations"
TEMPLATE = TRANSLATIONS / "messages.pot"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "N_": None,
    "Message": (1,),
    "NN_": (1, 2),
    "counted": (1, 2),
    "count_words": (1, 2),
}
Key = tuple[str | None, str | tuple[str, ...]]


def extracted() -> Catalog:
    """Every sentence of the sources, with the files it is in."""
    with (TRANSLATIONS / "babel.cfg").open() as opened:
        methods, options = parse_mapping_cfg(opened)
    catalogue = empty_catalogue(None)
    found = extract_from_dir(
        ROOT,
        methods,
        options,
        keywords=KEYWORDS,
        comment_tags=("For translators:",),
        directory_filter=holds_sources,
    )
    for file, line, message, comments, context in found:
        catalogue.add(message, None, [(file, line)], auto_comments=comments, context=context)
    return catalogue


def holds_sources(folder: str) -> bool:
    """Whether to look into a folder; by itself Babel would pass over `_macros`."""
    return not Path(folder).name.startswith((".", "__"))


def empty_catalogue(code: str | None) -> Catalog:
    """A catalogue without sentences, its header free of blanks to fill in."""
    return Catalog(
        locale=code,
        header_comment="# Sentences of the MSAI Ledger, under the ledger's own licence.",
        project="MSAI Ledger",
        version="1",
        msgid_bugs_address="see SECURITY.md and CONTRIBUTING.md",
        last_translator="the authors of the MSAI Ledger",
        language_team="the authors of the MSAI Ledger",
        charset="utf-8",
        fuzzy=False,
    )


def keys(catalogue: Catalog) -> set[Key]:
    """What the sentences of a catalogue are known by."""
    return {(message.context, message.id) for message in catalogue if message.id}


def kept(path: Path, code: str) -> Catalog:
    """The catalogue of a language as its translators left it, if they did, with the right plural rule."""
    catalogue = empty_catalogue(code)
    if path.exists():
        with path.open("rb") as opened:
            catalogue = read_po(opened, locale=code)
    catalogue.mime_headers = [("Plural-Forms", language_of(code).plural_forms)]
    return catalogue


def has_right_plurals(path: Path, code: str) -> bool:
    """Whether a catalogue counts as its language does; editors sometimes write a rule of their own."""
    with path.open("rb") as opened:
        return read_po(opened, locale=code).plural_forms == language_of(code).plural_forms


def in_english(template: Catalog) -> Catalog:
    """The English catalogue: every sentence is its own translation."""
    catalogue = empty_catalogue(SOURCE)
    for message in template:
        if message.id:
            catalogue.add(message.id, message.id, message.locations, context=message.context)
    return catalogue


def brought_up_to_date(path: Path, code: str, template: Catalog) -> Catalog:
    """The catalogue of a language with the sentences of the sources."""
    if code == SOURCE:
        return in_english(template)
    catalogue = kept(path, code)
    catalogue.update(template, no_fuzzy_matching=True)
    return catalogue


def outdated(template: Catalog) -> Iterator[tuple[Path, Catalog]]:
    """The files whose sentences differ from the sources, with what they should hold."""
    if not TEMPLATE.exists() or keys(read_template()) != keys(template):
        yield TEMPLATE, template
    for path in sorted(TRANSLATIONS.glob("*/LC_MESSAGES/messages.po")):
        code = path.parent.parent.name
        if keys(kept(path, code)) != keys(template) or not has_right_plurals(path, code):
            yield path, brought_up_to_date(path, code, template)


def read_template() -> Catalog:
    """The sentences as committed."""
    with TEMPLATE.open("rb") as opened:
        return read_po(opened)


def write(path: Path, catalogue: Catalog) -> None:
    """Write a catalogue, sentences in the order of their files, without line numbers."""
    with path.open("wb") as opened:
        write_po(opened, catalogue, width=100, sort_by_file=True, include_lineno=False)


def begin(code: str) -> None:
    """Make the file of a language, all its sentences empty; one that is there is never overwritten."""
    path = TRANSLATIONS / code / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    write(path, brought_up_to_date(path, code, extracted()))


def main(arguments: list[str]) -> int:
    """Bring every file up to date, or with --check only name those that are not; or begin a language."""
    if arguments[:1] == ["--begin"]:
        begin(arguments[1])
        return 0
    found = list(outdated(extracted()))
    for path, catalogue in found:
        print(f"out of date: {path.relative_to(ROOT)}")
        if "--check" not in arguments:
            write(path, catalogue)
    return 1 if found and "--check" in arguments else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
