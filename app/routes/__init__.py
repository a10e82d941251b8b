"""HTTP: parse, call one action or read, answer."""

from app.routes import (
    assignments,
    audit,
    boots,
    counter,
    dashboard,
    home,
    hooks,
    live,
    mailbox,
    mails,
    offences,
    pay,
    payments,
    receipts,
    refunds,
    report,
    search,
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
        counter,
        offences,
        payments,
        receipts,
        refunds,
        report,
        search,
        settings,
        audit,
        mails,
        mailbox,
        statics,
    )
    for handler in room.ROUTES
]
