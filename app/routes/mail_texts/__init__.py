"""Email Templates: the words of mails, their versions and pictures."""

from app.routes.mail_texts.editor import save_text, show_editor
from app.routes.mail_texts.listing import list_messages
from app.routes.mail_texts.pictures import (
    save_picture,
    show_picture,
    show_pictures,
    take_picture_away,
)
from app.routes.mail_texts.preview import preview_saved, preview_typed
from app.routes.mail_texts.versions import (
    go_back_to_standard,
    list_versions,
    restore_version,
    show_version,
)

ROUTES = [
    list_messages,
    show_pictures,
    save_picture,
    show_picture,
    take_picture_away,
    show_editor,
    save_text,
    preview_saved,
    preview_typed,
    list_versions,
    show_version,
    restore_version,
    go_back_to_standard,
]
