"""What Stripe accepts in the two requests that carry a form, and how it refuses the rest."""

import re

from tests.stripe_fake.store import Refusal

SESSION_FIELDS = re.compile(
    r"(mode|submit_type|client_reference_id|customer_email|locale|success_url|cancel_url|expires_at"
    r"|adaptive_pricing\[enabled\]|metadata\[\w+\]|payment_intent_data\[description\]"
    r"|payment_intent_data\[metadata\]\[\w+\]|line_items\[\d+\]\[quantity\]"
    r"|line_items\[\d+\]\[price_data\]\[(currency|unit_amount)\]"
    r"|line_items\[\d+\]\[price_data\]\[product_data\]\[name\])"
)
REFUND_FIELDS = re.compile(r"(payment_intent|amount|reason|metadata\[\w+\])")
AMOUNT = re.compile(r"line_items\[(\d+)\]\[price_data\]\[unit_amount\]")
HALF_AN_HOUR, A_DAY = 30 * 60, 24 * 60 * 60


def known_only(form: dict[str, str], allowed: re.Pattern[str]) -> None:
    """Refuse the first field Stripe does not know, and empty ones."""
    for name, value in form.items():
        if not allowed.fullmatch(name):
            raise Refusal("parameter_unknown", f"Received unknown parameter: {name}")
        if not value:
            raise Refusal("parameter_invalid_empty", f"You passed an empty string for '{name}'.")


def judged_session(form: dict[str, str], now: int) -> tuple[int, str]:
    """Amount and currency of a session, or Stripe's refusal."""
    known_only(form, SESSION_FIELDS)
    for name in ("mode", "success_url", "line_items[0][quantity]"):
        if name not in form:
            raise Refusal("parameter_missing", f"Missing required param: {name}.")
    lasts = whole(form, "expires_at") - now
    if not HALF_AN_HOUR <= lasts <= A_DAY:
        raise Refusal(None, "`expires_at` must be 30 minutes to 24 hours from now.")
    total, currencies = 0, set()
    for name in form:
        if line := AMOUNT.fullmatch(name):
            at = f"line_items[{line[1]}]"
            total += positive(form, name) * positive(form, f"{at}[quantity]")
            currencies.add(form.get(f"{at}[price_data][currency]", ""))
            if f"{at}[price_data][product_data][name]" not in form:
                raise Refusal("parameter_missing", f"Missing required param: {at} name.")
    if len(currencies) != 1 or not re.fullmatch("[a-z]{3}", next(iter(currencies))):
        raise Refusal(None, "Every line needs the same three-letter lower-case currency.")
    return total, currencies.pop()


def whole(form: dict[str, str], name: str) -> int:
    """A whole number."""
    if name not in form:
        raise Refusal("parameter_missing", f"Missing required param: {name}.")
    if not re.fullmatch(r"-?\d+", form[name]):
        raise Refusal("parameter_invalid_integer", f"Invalid integer: {form[name]}")
    return int(form[name])


def positive(form: dict[str, str], name: str) -> int:
    """A whole number above zero."""
    number = whole(form, name)
    if number < 1:
        raise Refusal("parameter_invalid_integer", "This value must be greater than or equal to 1.")
    return number
