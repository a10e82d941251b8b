"""What letters say about a late return."""

from app.gateways.mail.letters import LateTerms
from app.rules.settings.system_settings import SystemSettings


def late_terms(settings: SystemSettings) -> LateTerms:
    """What a late return costs by the settings of now."""
    return LateTerms(
        fee_per_day_cents=settings.late_fee_per_day_cents,
        cap_cents=settings.late_fee_cap_cents,
        forfeit_after_days=settings.forfeit_after_days,
    )
