"""The boots of the store room: list, entry, one boot's page, its label and its code."""

from app.routes.boots.bring_in import show_import, submit_import
from app.routes.boots.confirm import show_confirm, submit_confirm
from app.routes.boots.entry import show_add, show_edit, submit_add, submit_edit
from app.routes.boots.label import fetch_label, follow_label, order_label
from app.routes.boots.label_jobs import (
    cancel_job,
    fetch_labels,
    repeat_job,
    show_job,
    show_jobs,
)
from app.routes.boots.labels import order_labels, show_labels
from app.routes.boots.new_code import show_record, submit_record
from app.routes.boots.new_label import show_reissue, submit_reissue
from app.routes.boots.one import show_boot, show_code
from app.routes.boots.stock import show_stock

ROUTES = [
    show_stock,
    show_add,
    submit_add,
    show_import,
    submit_import,
    show_boot,
    show_edit,
    submit_edit,
    show_code,
    show_record,
    submit_record,
    show_confirm,
    submit_confirm,
    show_reissue,
    submit_reissue,
    order_label,
    follow_label,
    fetch_label,
    show_labels,
    order_labels,
    show_jobs,
    show_job,
    cancel_job,
    repeat_job,
    fetch_labels,
]
