"""Pages about who joins late, who leaves, whom she named, and what is due to members."""

from msai.pages.leaving import exits, joining, nominees, unfetched

BLUEPRINTS = tuple(page.blueprint for page in (exits, unfetched, joining, nominees))
