"""The payer's own way back to the case, for mails."""

from collections.abc import Callable

PURPOSE = "case link"
_MARK = "~"


def case_link(
    base_url: str,
    token: str,
    payment: tuple[str, int] | None,
    sign: Callable[[str, str], str],
) -> str:
    """The address of a boot's page; with a `payment`, reference and link version, the payer's view.

    Good until the payment's email changes (rules S3, P13).
    """
    if payment is None:
        return f"{base_url}/b/{token}"
    return f"{base_url}/b/{token}/mine/{case_proof(*payment, sign)}"


def case_proof(reference: str, version: int, sign: Callable[[str, str], str]) -> str:
    """What a mailed link, and the cookie of whoever followed it, carries."""
    subject = link_subject(reference, version)
    return f"{subject}.{sign(PURPOSE, subject)}"


def proven_link(proof: str, check: Callable[[str, str, str], bool]) -> str | None:
    """The subject of a genuine `proof`, however old, or None for a forged one."""
    subject, _, signature = proof.partition(".")
    return subject if subject and check(PURPOSE, subject, signature) else None


def link_subject(reference: str, version: int) -> str:
    """What is signed; version 0 is the bare reference."""
    return f"{reference}{_MARK}{version}" if version else reference


def link_parts(subject: str) -> tuple[str, int]:
    """Reference and version of a subject that `proven_link` gave."""
    reference, _, version = subject.partition(_MARK)
    return reference, int(version or 0)
