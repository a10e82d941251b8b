"""The mails about money, as a mail reader draws them."""

from e2e.browsers import Device
from e2e.mail import Letter
from e2e.sights.stage import Sights, Stage

READER = Device(640, 900)


async def letters(stage: Stage) -> Sights:
    """Promise, receipt and code, and the decisions about deposits."""
    reader = await stage.visitors.driver(READER)

    async def opened(letter: Letter) -> None:
        await reader.page.set_content(letter.html)

    promised = stage.clerk.boot_car()
    await stage.promised(promised)
    await opened(await stage.letter(promised.email, "to our office"))
    yield "mail of a promise", reader.page
    for name, damage in (("full", ""), ("part", "45.00"), ("nothing", "120.00")):
        car = stage.clerk.boot_car()
        await stage.paid(car)
        if name == "full":
            await opened(await stage.letter(car.email, "Receipt"))
            yield "mail of a receipt", reader.page
            await opened(await stage.letter(car.email, "code"))
            yield "mail of a code", reader.page
        stage.bring_back(car)
        stage.decide(car.email, damage=damage, what="The lock is bent")
        await opened(await stage.letter(car.email, "deposit"))
        yield f"mail of a deposit, {name} going back", reader.page
    stage.take(promised, way="cash", email=promised.email)
    stage.bring_back(promised)
    stage.decide(promised.email)
    await opened(await stage.letter(promised.email, "deposit"))
    yield "mail of a deposit to be fetched", reader.page
