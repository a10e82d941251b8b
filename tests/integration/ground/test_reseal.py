"""Seal keys change while everything runs: codes of boots and keys of staff alike."""

import secrets
from base64 import urlsafe_b64encode

import pyotp
import pytest

from app.actions.keys import reseal as module
from app.actions.keys.reseal import reseal
from app.actions.staff.confirm_sign_in import confirm_sign_in
from app.actions.staff.turn_on_factor import turn_on_factor
from app.clock import now
from app.db import ask
from app.gateways.vault import SealBroken, Vault
from app.reseal import SealsBroken, reseal_all
from app.settings import Settings, load_settings
from app.tables.boots.boot import Boot
from app.tables.people.staff_factor import StaffFactor
from tests.factories import Silent, a_boot, a_staff

NEW = urlsafe_b64encode(secrets.token_bytes(32)).decode()


def keys() -> tuple[str, ...]:
    """Those that the factories seal with."""
    return load_settings().seal_keys


async def a_factor() -> tuple[int, str]:
    """Somebody with one-time codes, and their key."""
    who, secret = await a_staff(), pyotp.random_base32()
    code = pyotp.TOTP(secret).at(now())
    await turn_on_factor(who, Silent(), Vault(keys()), secret=secret, code=code, keeps="")
    assert who.staff_id is not None
    return who.staff_id, secret


async def test_afterwards_the_new_key_alone_opens_everything_and_the_old_one_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "AT_ONCE", 2)
    boots = {await a_boot(code=f"41{n:02}"): f"41{n:02}" for n in range(5)}
    staff_id, secret = await a_factor()
    done = await reseal(Vault((NEW, *keys())))
    assert (done.codes, done.factors, done.unreadable) == (5, 1, ())
    rows = await Boot.select(Boot.id, Boot.sealed_code)
    assert {row["id"]: Vault((NEW,)).open(row["id"], row["sealed_code"]) for row in rows} == boots
    for row in rows:
        with pytest.raises(SealBroken):
            Vault(keys()).open(row["id"], row["sealed_code"])
    await StaffFactor.update({StaffFactor.last_step: 0}, force=True)
    code = pyotp.TOTP(secret).at(now())
    assert await confirm_sign_in(
        staff_id, code, vault=Vault((NEW,)), origin="192.0.2.1", bells=Silent()
    )


async def test_what_no_key_opens_is_named_and_left_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    boot_id, other = await a_boot(), await a_boot()
    staff_id, _ = await a_factor()
    sealed = Vault((NEW,)).seal(boot_id, "47-11")
    await Boot.update({Boot.sealed_code: sealed}).where(Boot.id == boot_id)
    # A sound seal in another person's row is as broken as a foreign one.
    moved = Vault(keys()).seal_note(f"factor:{staff_id + 1}", "A" * 32)
    await StaffFactor.update({StaffFactor.sealed_secret: moved}, force=True)
    with pytest.raises(SealsBroken):
        await reseal_all(Settings(seal_keys=keys()))
    told = capsys.readouterr().out
    assert "1 release codes, 0 keys of staff" in told
    assert f"boot {boot_id}, staff {staff_id}." in told
    assert f"boot {other}" not in told
    assert (await Boot.select().where(Boot.id == boot_id).first())["sealed_code"] == sealed


async def test_a_code_entered_meanwhile_stays() -> None:
    boot_id = await a_boot(code="47-11")
    vault = Vault((NEW, *keys()))
    row = await Boot.select(Boot.sealed_code).where(Boot.id == boot_id).first()
    newer = vault.seal(boot_id, "88-22")
    await Boot.update({Boot.sealed_code: newer}).where(Boot.id == boot_id)
    assert not await ask(
        module._KEEP_CODE, vault.reseal(boot_id, row["sealed_code"]), boot_id, row["sealed_code"]
    )
    kept = await Boot.select(Boot.sealed_code).where(Boot.id == boot_id).first()
    assert kept["sealed_code"] == newer
