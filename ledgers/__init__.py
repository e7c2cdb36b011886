"""The books: a bookkeeping engine for savings groups abroad and the enterprises they back at home."""
