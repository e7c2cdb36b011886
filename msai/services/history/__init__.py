"""Recorded histories, read into the books through the same use cases as the screens."""

from msai.services.history.importing import (
    HistoryEvent,
    HistoryRefused,
    ImportDone,
    ImportHistory,
    import_history,
)

__all__ = ["HistoryEvent", "HistoryRefused", "ImportDone", "ImportHistory", "import_history"]
