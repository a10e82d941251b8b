"""HTTP: parse, call one action or read, answer."""

from app.routes import (
    assignments,
    audit,
    boots,
    counter,
    dashboard,
    home,
    hooks,
    language,
    live,
    mail_texts,
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
    stock,
    violations,
)

ROUTES = [
    handler
    for room in (
        home,
        pay,
        hooks,
        language,
        staff,
        dashboard,
        live,
        violations,
        boots,
        assignments,
        stock,
        counter,
        offences,
        payments,
        receipts,
        refunds,
        report,
        search,
        settings,
        mail_texts,
        audit,
        mails,
        mailbox,
        statics,
    )
    for handler in room.ROUTES
]
