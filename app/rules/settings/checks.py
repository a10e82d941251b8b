"""The shape of one System Setting: what it is called and what may be entered (rule S6)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from types import MappingProxyType

from app.rules.errors import Invalid
from app.rules.settings.already import ALREADY
from app.rules.settings.system_settings import SystemSettings
from app.rules.settings.values import READERS, SettingKind, SettingValue
from app.rules.wording import N_

_DEFAULTS: Mapping[str, SettingValue] = MappingProxyType(asdict(SystemSettings()))


class SettingSection(StrEnum):
    """Where on the settings page a setting stands."""

    organisation = "organisation"
    tickets = "tickets"
    release = "release"
    returns = "returns"
    payments = "payments"
    staff = "staff"
    third_party = "third_party"


SECTION_WORDS: Mapping[SettingSection, str] = MappingProxyType(
    {
        SettingSection.organisation: N_("Organisation"),
        SettingSection.tickets: N_("Tickets"),
        SettingSection.release: N_("Release"),
        SettingSection.returns: N_("Return and deposit"),
        SettingSection.payments: N_("Payments"),
        SettingSection.staff: N_("Staff"),
        SettingSection.third_party: N_("Third Party"),
    }
)


@dataclass(frozen=True)
class SettingRule:
    """One setting; `label`, `help` and `limits_words` are msgids, `limits` are inclusive.

    `optional` settings may be left empty and are then None.
    """

    key: str
    section: SettingSection
    kind: SettingKind
    label: str
    help: str
    limits: tuple[int, int] | None = None
    limits_words: str = ""
    choices: tuple[str, ...] = ()
    optional: bool = False
    required: bool = False

    @property
    def already(self) -> str:
        """What a change means for what is out already, a msgid; "" when nothing depends on it."""
        return ALREADY.get(self.key, "")

    @property
    def on_form(self) -> bool:
        """Whether it is saved with the page; a picture is sent by itself."""
        return self.kind is not SettingKind.picture

    @property
    def default(self) -> SettingValue:
        """The value while nothing is stored."""
        return _DEFAULTS[self.key]

    def parse(self, raw: object) -> SettingValue:
        """Return the value of what was typed (text) or stored (a JSON scalar).

        For money and percentages text is in units ("12.50") and an integer in cents or basis
        points. Raises Invalid on this setting's key (rule S6).
        """
        if self.optional and (raw is None or raw == ""):
            return None
        value = READERS[self.kind](self.key, raw)
        if self.choices and value not in self.choices:
            raise Invalid(fields={self.key: N_("Choose one of the values offered.")})
        if self.required and value == "":
            raise Invalid(fields={self.key: N_("This cannot be left empty.")})
        if self.limits and isinstance(value, int) and not self._within(value):
            raise Invalid(fields={self.key: self.limits_words})
        return value

    def _within(self, number: int) -> bool:
        lowest, highest = self.limits or (number, number)
        return lowest <= number <= highest
