"""Who is acting: a member of staff, a driver, a card provider or the system itself."""

from dataclasses import dataclass

from app.rules.people.access import Permission, Role, may


@dataclass(frozen=True)
class Actor:
    """`staff_id` and `role` are None for drivers and the system; `origin` is an address or word."""

    name: str
    staff_id: int | None = None
    role: Role | None = None
    origin: str = ""

    def may(self, permission: Permission | str) -> bool:
        """True when this person's role includes `permission` (rules/people/access.py)."""
        return self.role is not None and may(self.role, Permission(permission))


SYSTEM = Actor(name="system", origin="system")
