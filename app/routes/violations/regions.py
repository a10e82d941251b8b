"""Where plates come from and what kinds there are, as offered at entry."""

from app.rules.wording import N_

# (value, msgid); what is stored is the postal code of the province or state.
REGIONS = (
    ("AB", N_("Alberta")),
    ("BC", N_("British Columbia")),
    ("MB", N_("Manitoba")),
    ("NB", N_("New Brunswick")),
    ("NL", N_("Newfoundland and Labrador")),
    ("NS", N_("Nova Scotia")),
    ("NT", N_("Northwest Territories")),
    ("NU", N_("Nunavut")),
    ("ON", N_("Ontario")),
    ("PE", N_("Prince Edward Island")),
    ("QC", N_("Quebec")),
    ("SK", N_("Saskatchewan")),
    ("YT", N_("Yukon")),
)
_STATES = (
    "AK AL AR AZ CA CO CT DC DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE "
    "NH NJ NM NV NY OH OK OR PA RI SC SD TN TX UT VA VT WA WI WV WY"
)
REGION_CHOICES = (
    *REGIONS,
    *((code, code) for code in _STATES.split()),
    ("", N_("Somewhere else")),
)
PLATE_TYPES = (
    ("", N_("Passenger")),
    ("COMMERCIAL", N_("Commercial")),
    ("MOTORCYCLE", N_("Motorcycle")),
    ("TRAILER", N_("Trailer")),
    ("DIPLOMATIC", N_("Diplomatic")),
    ("TEMPORARY", N_("Temporary")),
)
