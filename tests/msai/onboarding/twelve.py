"""A group of twelve in Hong Kong that has saved on paper for a year: what its facilitator types."""

from uuid import UUID

DRAFT = UUID("01a10000-0000-7000-8000-0000000000aa")
NAMES = (
    "Lourdes Bautista", "فاطمة الزهراء", "Siti Rahayu", "Nongnuch Phanit", "माया गुरुङ", "Dewi Lestari",
    "陳美玲", "Grace Panganiban", "Rosalinda dela Cruz", "Kumari Perera", "Nguyễn Thị Hoa", "Wati Suryani",
)
TYPED = {
    "country": "HK", "name": "Sunday Savers of Chater Garden", "locale": "en",
    "saving": "shares", "share_value": "50", "shares_per_meeting-least": "1",
    "shares_per_meeting-most": "5", "social_contribution": "5", "fines-late": "10", "lending": "yes",
    "bank": "1", "wallet-payme": "1",
    "members": "\n".join(NAMES),
    "treasurer": "1", "second_officer": "2", "kind": "running", "opens_on": "2026-10-18",
    "last_number": "41", "scope": "names",
}

PAPER = {
    "place-box/savings": "1,450.00", "place-bank/savings": "4,000.00", "place-box/social": "240.00",
    "place-bank/investment": "900.00",
    **{f"shares-{number}": "10" for number in range(1, 13)},
    **{f"social-{number}": "20" for number in range(1, 13)},
    **{f"investment-{number}": "200" for number in range(1, 13)},
    "surplus-savings": "100", "due-3": "50",
    "loan-0-member": "4", "loan-0-principal": "700", "loan-0-interest": "0", "loan-0-issued_on": "2026-08-02",
    "loan-0-months": "6", "loan-0-fund": "savings",
    "stake-0-enterprise": "Bohol free-range hens", "stake-0-instrument": "equity", "stake-0-currency": "PHP",
    "stake-0-cost": "1,500.00", "stake-0-claim": "11,000.00",
}
"""6,150 saved: 5,450 lie there and 700 are lent; 2,400 invested: 900 lie there, 1,500 are at the farm."""
