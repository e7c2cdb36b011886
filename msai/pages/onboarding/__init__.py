"""The pages that bring a group into the ledger: the wizard, the invitations, the opening paper."""

from msai.pages.onboarding.invitations import blueprint as invitations
from msai.pages.onboarding.openings import blueprint as openings
from msai.pages.onboarding.wizard import blueprint as wizard

BLUEPRINTS = (wizard, invitations, openings)
