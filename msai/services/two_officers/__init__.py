"""What needs two officers: how one asks, how another answers, and everything that waits for an answer."""

from msai.services.two_officers.answering import Answer, Question, answer
from msai.services.two_officers.asking import asked_row, keep_reason, put_before_another, read_reason

__all__ = ["Answer", "Question", "answer", "asked_row", "keep_reason", "put_before_another", "read_reason"]
