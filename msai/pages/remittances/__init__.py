"""The pages of remittances: a group's, and an enterprise's, each with its own addresses."""

from msai.pages.remittances import coming, home, noted, outgoing, pooled_arrivals, pools, rates

BLUEPRINTS = (outgoing.blueprint, rates.blueprint, coming.blueprint, coming.enterprise_blueprint,
              home.blueprint, noted.blueprint, pools.blueprint, pooled_arrivals.blueprint)
