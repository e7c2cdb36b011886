"""Pages about who joins late, who leaves, whom she named, and what is due to members."""

from msai.pages.leaving import exits, unfetched

BLUEPRINTS = (exits.blueprint, unfetched.blueprint)
