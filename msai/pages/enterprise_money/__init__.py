"""The pages of an enterprise's money: what happened, forms to note it, statements, and where money lies."""

from msai.pages.enterprise_money.acts import blueprint as acts
from msai.pages.enterprise_money.places import blueprint as places
from msai.pages.enterprise_money.statements import blueprint as statements

BLUEPRINTS = (acts, places, statements)
