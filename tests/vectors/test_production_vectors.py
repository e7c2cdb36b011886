"""Feed, growth, yield, milling, land, jobs and wages come out as the trade's own records print them."""

from datetime import date
from fractions import Fraction

from msai.measures import people
from msai.measures.production import earnings, husbandry
from msai.measures.production.catalogue import UNITS
from msai.measures.production.stock import EventKind, Move, closing
from msai.measures.production.units import Base, Quantity, quantity

from .reading import Facts, near, vector

DAY = date(2026, 3, 1)


def of_unit(number: object, code: str) -> Fraction:
    """So much of a unit in its base, by the figure of the catalogue as the enterprise's own factor."""
    return quantity(Fraction(str(number)), UNITS[code], factor=UNITS[code].usual).in_base


def feed_and_gain(vector_id: str) -> tuple[Facts, Fraction, Fraction | None]:
    """What must come out, the gain and the feed conversion of a vector."""
    given, expected = vector(vector_id)
    start, end = Fraction(given["start_kg"]), Fraction(given["end_kg"])
    gain = husbandry.weight_gain_kg(heads=Fraction(given.get("heads", 1)), start_kg=start, end_kg=end)
    return expected, gain, husbandry.feed_conversion(Fraction(given["feed_kg"]), gain)


def test_fcr_hogs_100_published_as_2_78() -> None:
    """A hundred hogs from 20 to 85 kg on eighteen tonnes of feed."""
    expected, gain, conversion = feed_and_gain("fcr-hogs-100")

    assert gain == expected["gain_kg"]
    assert near(conversion, expected["fcr"], places=9)


def test_fcr_rule_of_thumb() -> None:
    """A hog of 20 kg becomes one of 80 on 180 kg of feed."""
    expected, gain, conversion = feed_and_gain("fcr-rule")

    assert (gain, conversion) == (expected["gain_kg"], expected["fcr"])


def test_feed_per_pig_day_published_as_1_58() -> None:
    """What a pig ate a day."""
    given, expected = vector("feed-per-pig-day")
    eaten = husbandry.feed_kg_per_head_day(Fraction(given["feed_kg"]), Fraction(given["head_days"]))

    assert near(eaten, expected["kg"], places=9)


def test_cattle_fcr_adg_of_three_hundred_days() -> None:
    """A kilogram and a half a day, at thirteen of feed for each."""
    given, _ = vector("cattle-fcr-adg")
    expected, _gain, conversion = feed_and_gain("cattle-fcr-adg")
    daily = husbandry.average_daily_gain_kg(
        start_kg=Fraction(given["start_kg"]), end_kg=Fraction(given["end_kg"]), days=given["days"])

    assert near(conversion, expected["fcr"], places=9)
    assert daily == expected["adg_kg"]


def test_hog_margin_lunti_shares_gains_and_no_loss() -> None:
    """The farmer has half of what is left over and bears nothing of a loss."""
    given, expected = vector("hog-margin-lunti")
    costs = given["piglet_cost"] + given["feed_cost"]
    margins = [earnings.batch_margin(price * given["kg"], costs=costs) for price in given["prices"]]

    assert margins == expected["margin"]
    assert [earnings.farmers_share(margin) for margin in margins] == expected["farmer_half"]
    assert near(earnings.break_even_price(costs, given["kg"]), expected["breakeven_price"], places=9)


def test_palay_yield_of_170_hectares() -> None:
    """A hundred and twenty cavans of fifty kilograms are six tonnes a hectare."""
    given, expected = vector("palay-yield")
    cavans = Fraction(given["cavan_per_ha"] * given["hectares"])
    harvest = quantity(cavans, UNITS["cavan-50"], factor=Fraction(given["kg_per_cavan"]))
    yielded = husbandry.kg_per_hectare(harvest.in_base, of_unit(given["hectares"], "ha"))

    assert (harvest.said, harvest.in_base) == (expected["cavans"], expected["kg"])
    assert yielded == expected["t_per_ha"] * 1000


def test_milling_recovery_of_a_dryer() -> None:
    """A tonne of palay gives 655 kg of rice, thirteen bags and a bit."""
    given, expected = vector("milling-recovery")
    rice = Quantity(Fraction(str(expected["cavans_50"])), "bag", Fraction(50), Base.KG)

    assert rice.in_base == expected["rice_kg"]
    assert husbandry.milling_recovery_percent(rice.in_base, Fraction(given["palay_kg"])) == (
        given["recovery"] * 100)


def test_mortality_counts_all_that_were_ever_there() -> None:
    """Four of a hundred died; the stock closes with four."""
    given, expected = vector("mortality")
    kinds = {"added": EventKind.ADDED, "died": EventKind.DIED, "sold": EventKind.SOLD,
             "eaten": EventKind.OWN_USE, "lost": EventKind.LOST}
    moves = [Move(kind, DAY, Fraction(given[name])) for name, kind in kinds.items()]
    found = husbandry.mortality_percent(
        Fraction(given["died"]), start=Fraction(given["start"]), added=Fraction(given["added"]),
        born=Fraction(0))

    assert (found, closing(Fraction(given["start"]), moves)) == (expected["mortality_pct"], expected["end"])


def test_rai_ngan_wa_of_a_thai_title() -> None:
    """4-2-12 is a little over four rai and a half."""
    given, expected = vector("rai-ngan-wa")
    wa = husbandry.thai_area_wa(given["text"])
    found = quantity(wa, UNITS["tarangwa"]).in_base

    assert (wa, found) == (expected["wa"], expected["m2"])
    assert found / UNITS["rai"].usual == expected["rai"]
    assert found / UNITS["ha"].usual == expected["ha"]


def test_ropani_in_square_metres() -> None:
    """5,476 square feet."""
    given, expected = vector("ropani")

    assert near(of_unit(given["ropani"], "ropani"), expected["m2"], places=5)


def test_fte_of_four_workers() -> None:
    """Four people do the work of not quite two."""
    given, expected = vector("fte")
    hours = given["hours_by_worker"]

    assert people.full_time_equivalent(sum(hours), given["full_time_hours"]) == expected["fte"]
    assert len(hours) == expected["heads"]


def test_gender_wage_by_the_hour() -> None:
    """Her hour by his."""
    given, expected = vector("gender-wage")
    women = people.Pay(given["wages_f"], Fraction(given["hours_f"]))
    men = people.Pay(given["wages_m"], Fraction(given["hours_m"]))

    assert people.hourly_pay(women) == expected["hourly_f"]
    assert people.hourly_pay(men) == expected["hourly_m"]
    assert near(people.gender_wage_ratio(women, men), expected["ratio"], places=9)


def test_stock_identity_closes() -> None:
    """What came, less where it went."""
    given, expected = vector("stock-identity")
    kinds = {"produced": EventKind.HARVEST, "bought": EventKind.ADDED, "sold": EventKind.SOLD,
             "own_use": EventKind.OWN_USE, "given": EventKind.GIVEN, "seed": EventKind.SEED_KEPT,
             "spoiled": EventKind.SPOILED}
    moves = [Move(kind, DAY, Fraction(given[name])) for name, kind in kinds.items()]

    assert closing(Fraction(given["open"]), moves) == expected["close"]
