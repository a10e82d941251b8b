"""Store one setting and tell the audit."""

import json

from app.actions.steps.work import Work
from app.rules.settings.values import SettingValue
from app.tables.records.setting import Setting


async def store_setting(
    doing: Work,
    key: str,
    new: SettingValue,
    *,
    before: SettingValue,
    after: SettingValue,
) -> None:
    """Keep `new`; the audit says `before` and `after` (rules S5, S6)."""
    rows = (
        await Setting.insert(Setting(key=key, value=json.dumps(new)))
        .on_conflict(action="DO UPDATE", target=Setting.key, values=[Setting.value])
        .returning(Setting.id)
    )
    await doing.record(
        "change_setting",
        "setting",
        int(rows[0]["id"]),
        before={key: before},
        after={key: after},
    )
