"""One-time codes of the staff: what binds a sealed key to its person."""


def factor_purpose(staff_id: int) -> str:
    """The purpose a person's key is sealed with: moved to another row it does not open."""
    return f"factor:{staff_id}"
