"""Seal keys change while everything runs: codes of boots and keys of staff alike."""

import asyncio
import secrets
from base64 import urlsafe_b64encode

import pyotp
import pytest

from app.actions.boots.release_codes import confirm_code as confirming
from app.actions.boots.release_codes.confirm_code import confirm_code
from app.actions.keys import reseal as module
from app.actions.keys.reseal import Resealed, reseal
from app.actions.staff.confirm_sign_in import confirm_sign_in
from app.actions.staff.turn_on_factor import turn_on_factor
from app.actions.steps.forgive_guess import forgive_guess
from app.clock import now
from app.db import ask, database, transaction
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


async def reseal_beside(vault: Vault) -> Resealed:
    """As another process would: not inside the transaction of whoever starts it."""
    database().current_transaction.set(None)
    return await reseal(vault)


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


async def test_whoever_holds_one_boot_never_waits_for_the_boots_sealed_before_it() -> None:
    first, second = await a_boot(), await a_boot()
    async with asyncio.timeout(5):
        async with transaction():
            await ask("UPDATE boot SET revision = revision WHERE id = {}", second)
            sealing = asyncio.create_task(reseal_beside(Vault((NEW, *keys()))))
            await asyncio.wait({sealing}, timeout=0.5)
            # Half a second: less than PostgreSQL takes to see that two wait for each other.
            async with asyncio.timeout(0.5):
                await ask("UPDATE boot SET revision = revision WHERE id = {}", first)
        assert (await sealing).codes == 2


async def test_a_code_sealed_anew_while_it_is_typed_is_confirmed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    officer, boot_id = await a_staff(), await a_boot(code="4711")
    vault, forgive = Vault((NEW, *keys())), forgive_guess
    sealed_anew: list[asyncio.Task[object]] = []

    async def after_the_keys_changed(*about: object, **more: object) -> None:
        if not sealed_anew:
            sealed_anew.append(asyncio.create_task(reseal_beside(vault)))
            # SQLite's one writer is the confirmation itself: there the sealing comes after it.
            await asyncio.wait(set(sealed_anew), timeout=0.5)
        await forgive(*about, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(confirming, "forgive_guess", after_the_keys_changed)
    assert await confirm_code(officer, Silent(), vault, boot_id, code="4711")
    await sealed_anew[0]
    row = await Boot.select().where(Boot.id == boot_id).first()
    assert row["code_confirmed_by"] == officer.staff_id
    assert Vault((NEW,)).open(boot_id, row["sealed_code"]) == "4711"
