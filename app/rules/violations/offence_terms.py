"""What an administrator may enter as the price of an offence type (rules M3, M4)."""

from app.rules.errors import Invalid
from app.rules.money.fees import WHOLE_BASIS_POINTS, DiscountKind, ItemTerms
from app.rules.wording import N_

LARGEST_CENTS = 9_999_999


def offence_terms(
    *,
    fine_cents: int,
    apply_boot: bool,
    discount_kind: DiscountKind,
    discount_value: int,
    late_cents: int,
) -> ItemTerms:
    """Return the terms of an offence type; Apply Boot switches discount and late amount off.

    Amounts in cents, a percentage in basis points. Raises Invalid with every faulty field
    (`fine_cents`, `discount_value`, `late_cents`). Rules M3, M4.
    """
    if apply_boot or discount_kind is DiscountKind.none:
        discount_kind, discount_value = DiscountKind.none, 0
    if apply_boot:
        late_cents = 0
    fields: dict[str, str] = {}
    if not 0 <= fine_cents <= LARGEST_CENTS:
        fields["fine_cents"] = N_("Enter an amount between 0.00 and 99,999.99.")
    elif apply_boot and fine_cents == 0:
        fields["fine_cents"] = N_("Enter the deposit: an Apply Boot amount is more than zero.")
    if not 0 <= late_cents <= LARGEST_CENTS:
        fields["late_cents"] = N_("Enter an amount between 0.00 and 99,999.99.")
    if discount_kind is DiscountKind.percent and not 0 < discount_value <= WHOLE_BASIS_POINTS:
        fields["discount_value"] = N_("Enter a percentage above 0 and up to 100.")
    if discount_kind is DiscountKind.amount and not 0 < discount_value <= fine_cents:
        fields["discount_value"] = N_("Enter an amount above 0 and not more than the fine.")
    if fields:
        raise Invalid(fields=fields)
    return ItemTerms(fine_cents, apply_boot, discount_kind, discount_value, late_cents)
