"""Who and what there is in the demonstration town."""

from dataclasses import dataclass

from app.rules.people.access import Role


@dataclass(frozen=True)
class Person:
    """A member of staff; the password is printed by `make run`, demo only."""

    role: Role
    name: str
    email: str
    password: str


PEOPLE = (
    Person(Role.officer, "Olive Officer", "officer@example.com", "officer at the kerb"),
    Person(Role.office, "Oscar Office", "office@example.com", "office at the counter"),
    Person(Role.admin, "Ada Admin", "admin@example.com", "admin at the wall screen"),
)

SETTINGS: dict[str, object] = {
    "universal_boot_enabled": True,
    "organisation_name": "City of Marlow Parking",
    "organisation_address": "1 Market Square, Marlow",
    "help_phone": "555 0143",
    "help_email": "parking@example.com",
    # The eighth ticket of the town is TT-10133.
    "next_number": 10126,
}


@dataclass(frozen=True)
class Offence:
    """An offence type; amounts in cents, percentages in hundredths of a percent."""

    description: str
    fine_cents: int
    apply_boot: bool = False
    discount_kind: str = "none"
    discount_value: int = 0
    late_cents: int = 0
    description_fr: str = ""


OFFENCES = {
    "Parking": (
        Offence(
            "Expired meter",
            45_00,
            discount_kind="percent",
            discount_value=20_00,
            late_cents=15_00,
            description_fr="Parcomètre expiré",
        ),
        Offence(
            "No parking zone", 60_00, late_cents=20_00, description_fr="Stationnement interdit"
        ),
        Offence("Blocking a driveway", 80_00, late_cents=20_00, description_fr="Entrée bloquée"),
        Offence(
            "Disabled bay without permit",
            300_00,
            description_fr="Place pour personnes handicapées sans permis",
        ),
    ),
    "Booting": (
        Offence("Boot Applied", 120_00, apply_boot=True, description_fr="Pose d’un sabot"),
    ),
}

BOOTS = (
    *((f"Red Boot {n:02}", f"{4100 + n * 37}") for n in range(1, 8)),
    *((f"Blue Boot {n:02}", f"{7300 + n * 53}") for n in range(8, 13)),
)


@dataclass(frozen=True)
class Parked:
    """A car that got a ticket, and what became of its boot."""

    plate: str
    make: str
    place: str
    offences: tuple[str, ...]
    hours_ago: float
    boot: str = ""
    then: str = "issued"
    pin: str = ""


STREET = (
    Parked("CKLR 208", "Honda Civic", "12 Mill Lane", ("Expired meter",), 24 * 21),
    Parked("DVBN 551", "Mazda 3", "Station Road 4", ("No parking zone",), 24 * 3),
    Parked(
        "CKLR 208",
        "Honda Civic",
        "88 Bridge St",
        ("No parking zone", "Boot Applied"),
        5,
        "Red Boot 02",
    ),
    Parked(
        "FTRN 902",
        "Ford Focus",
        "Harbour 7",
        ("Expired meter", "Boot Applied"),
        9,
        "Red Boot 03",
        "released",
    ),
    Parked(
        "GHWA 377",
        "Kia Rio",
        "3 Church Walk",
        ("Blocking a driveway", "Boot Applied"),
        40,
        "Red Boot 04",
        "late",
    ),
    Parked(
        "HJMP 640",
        "VW Golf",
        "Market Square",
        ("Expired meter", "Boot Applied"),
        30,
        "Red Boot 05",
        "returned",
    ),
    Parked(
        "JXZA 119",
        "Audi A3",
        "North Pier",
        ("No parking zone", "Boot Applied"),
        24 * 6,
        "Red Boot 06",
        "lost",
    ),
    Parked(
        "BKPR 043",
        "Toyota Corolla",
        "214 King St",
        ("Expired meter", "Boot Applied"),
        0.5,
        "Red Boot 01",
        pin="3K",
    ),
)
