"""The link that opens one payment's receipt, for mails and pages."""

from collections.abc import Callable

PURPOSE = "receipt"


def receipt_path(reference: str, link_version: int, sign: Callable[[str, str], str]) -> str:
    """The receipt's own address, good for this receipt alone (rule S3)."""
    return f"/receipts/{reference}.{sign(PURPOSE, signed_text(reference, link_version))}"


def signed_text(reference: str, link_version: int) -> str:
    """What is signed: a link mailed to an address that was changed since opens nothing."""
    return f"{reference}/{link_version}"
