"""The payer's own way back to the case, for mails."""

from collections.abc import Callable

PURPOSE = "case link"


def case_link(
    base_url: str, token: str, reference: str | None, sign: Callable[[str, str], str]
) -> str:
    """The address of a boot's page; with a payment `reference` the payer's view (rule S3)."""
    if reference is None:
        return f"{base_url}/b/{token}"
    return f"{base_url}/b/{token}/mine/{reference}.{sign(PURPOSE, reference)}"
