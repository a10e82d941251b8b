"""HTTP: parse, call one action or read, answer."""

from app.routes import (
    assignments,
    boots,
    dashboard,
    home,
    hooks,
    live,
    mailbox,
    offences,
    pay,
    refunds,
    settings,
    staff,
    statics,
    violations,
)

ROUTES = [
    handler
    for room in (
        home,
        pay,
        hooks,
        staff,
        dashboard,
        live,
        violations,
        boots,
        assignments,
        offences,
        refunds,
        settings,
        mailbox,
        statics,
    )
    for handler in room.ROUTES
]
