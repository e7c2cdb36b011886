"""Papers behind entries that are neither sheets nor remittances, kept as they were received."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.books import insert_row
from ledgers.tables import metadata
from msai.models.enterprises import Document
from msai.permissions import Actor
from msai.services.meeting_records import NOBODY


@dataclass(frozen=True, slots=True)
class Paperwork:
    """A paper: where it is kept, what kind it is, what names it, its day and what it says."""

    book_id: UUID
    document_id: UUID
    kind: str
    identity: str
    dated_on: date
    body: Mapping[str, object]
    at: int


def canonical(body: Mapping[str, object]) -> str:
    """A paper's text in the one form that is stored and hashed: JSON, keys in order, no spaces."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def keep_document(session: Session, actor: Actor, paper: Paperwork) -> None:
    """Keep a paper with the hash of what it says."""
    text = canonical(paper.body)
    insert_row(metadata.tables[Document.__tablename__], {
        "book_id": paper.book_id, "document_id": paper.document_id, "kind": paper.kind,
        "identity": paper.identity, "dated_on": paper.dated_on, "body": text,
        "body_hash": sha256(text.encode("utf-8")).digest(), "received_at": paper.at,
        "received_from": actor.user_id or NOBODY,
    }, connection=session.connection())
