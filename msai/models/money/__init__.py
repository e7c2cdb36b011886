"""What an enterprise notes of its money beside the entries: each act as it was said, who buys and sells,
where money lies, what equipment wears out, and the hours a family worked without pay.

The entries are the book. These rows say what an entry was made of, so that it can be found, shown with its
receipt and put right. Names of people outside are sealed with a key of their own.
"""

from msai.models.money.acts import MoneyAct, MoneyParty, MoneyPlace
from msai.models.money.equipment import Equipment, EquipmentWear, FamilyLabour

__all__ = ["Equipment", "EquipmentWear", "FamilyLabour", "MoneyAct", "MoneyParty", "MoneyPlace"]
