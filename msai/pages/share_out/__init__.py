"""The pages on which a group closes its cycle, and reads afterwards how it was shared out."""

from msai.pages.share_out import closing, cycle, kept_back

BLUEPRINTS = (cycle.blueprint, closing.blueprint, kept_back.blueprint)
