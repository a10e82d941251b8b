"""Questions: one per screen, answered with frozen dataclasses, never rows."""
