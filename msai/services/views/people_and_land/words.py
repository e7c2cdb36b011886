"""What is chosen in the forms about people and land, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from msai.messages import N_, Message
from msai.services.land.certificates import CertificateKind
from msai.services.land.chemicals import Chemical, ChemicalUnit
from msai.services.land.parcels import Assurance, Tenure
from msai.services.workforce.incidents import Incident, Topic
from msai.services.workforce.keeping import LineKind
from msai.services.workforce.suppliers import Bought, Supplier
from msai.services.workforce.work import AgeBand, Answer, Engagement, Role, Sex

Option = tuple[str, Message]
NOT_SAID = N_("Not said")

_WORDS: Mapping[type[StrEnum], Mapping[str, str]] = {
    Sex: {Sex.WOMEN: N_("Women"), Sex.MEN: N_("Men"), Sex.UNKNOWN: NOT_SAID},
    Answer: {Answer.YES: N_("Yes"), Answer.NO: N_("No")},
    AgeBand: {AgeBand.YOUNG: N_("15 to 24 years"), AgeBand.GROWN: N_("25 to 59 years"),
        AgeBand.OLD: N_("60 and older")},
    Engagement: {Engagement.PERMANENT: N_("Permanent"), Engagement.CASUAL: N_("Casual or seasonal")},
    Role: {Role.MANAGER: N_("Managers"), Role.SUPERVISOR: N_("Supervisors"), Role.WORKER: N_("Workers")},
    Supplier: {Supplier.SMALLHOLDER: N_("Smallholders nearby"), Supplier.LOCAL: N_("Firms nearby"),
        Supplier.ELSEWHERE: N_("Others, from further away")},
    Bought: {Bought.FEED: N_("Feed"), Bought.YOUNG_ANIMALS: N_("Young animals"),
        Bought.SEED: N_("Seed and seedlings"), Bought.HARVEST: N_("Harvest to sell or process"),
        Bought.FERTILISER: N_("Manure and fertiliser"), Bought.SERVICES: N_("Services"),
        Bought.OTHER: N_("Other things")},
    Incident: {Incident.INJURY: N_("Injury"), Incident.COMPLAINT: N_("Complaint")},
    Topic: {Topic.FIRST_AID: N_("Injury: first aid was enough"),
        Topic.DAYS_LOST: N_("Injury: days of work lost"), Topic.LASTING: N_("Injury: lasting harm"),
        Topic.DEATH: N_("Injury: death"), Topic.WAGES: N_("Complaint: wages"),
        Topic.HOURS: N_("Complaint: hours"), Topic.SAFETY: N_("Complaint: safety"),
        Topic.TREATMENT: N_("Complaint: how people are treated"),
        Topic.OTHER: N_("Complaint: something else")},
    Tenure: {Tenure.OWNED: N_("Owned"), Tenure.LEASED: N_("Leased"), Tenure.USED: N_("Used with leave"),
        Tenure.SUPPLIERS: N_("Of suppliers")},
    Assurance: {Assurance.THIRD_PARTY: N_("Certified by somebody outside"),
        Assurance.PGS: N_("Participatory guarantee (PGS)"), Assurance.NOBODY: N_("Nobody vouches for it")},
    CertificateKind: {CertificateKind.THIRD_PARTY: N_("Certified by somebody outside"),
        CertificateKind.PGS: N_("Participatory guarantee (PGS)"),
        CertificateKind.OTHER: N_("Another certificate")},
    Chemical: {Chemical.INSECTICIDE: N_("Synthetic insecticide"),
        Chemical.HERBICIDE: N_("Synthetic herbicide"), Chemical.FUNGICIDE: N_("Synthetic fungicide"),
        Chemical.FERTILISER: N_("Synthetic fertiliser"), Chemical.MEDICINE: N_("Medicine for animals"),
        Chemical.DISINFECTANT: N_("Disinfectant"), Chemical.NATURAL: N_("Natural product"),
        Chemical.OTHER: N_("Another product")},
    ChemicalUnit: {ChemicalUnit.KILOGRAM: N_("kg"), ChemicalUnit.GRAM: N_("g"),
        ChemicalUnit.LITRE: N_("litres"), ChemicalUnit.MILLILITRE: N_("ml"), ChemicalUnit.DOSE: N_("doses")},
    LineKind: {LineKind.WORK: N_("Work of a month"), LineKind.PURCHASE: N_("Bought from neighbours"),
        LineKind.INCIDENT: N_("Injuries and complaints"), LineKind.PARCEL: N_("Fields"),
        LineKind.CERTIFICATE: N_("Certificates"), LineKind.CHEMICAL: N_("Sprayed, spread or given")},
}


def word(member: StrEnum) -> Message:
    """What something chosen is called."""
    return Message(_WORDS[type(member)].get(member, NOT_SAID))


def options(members: Iterable[StrEnum]) -> tuple[Option, ...]:
    """What can be chosen, with its words."""
    return tuple((member.value, word(member)) for member in members)
