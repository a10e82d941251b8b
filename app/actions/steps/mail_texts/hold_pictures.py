"""Take turns with whoever saves words that show pictures, or removes a picture."""

from app.db import hold_name


async def hold_pictures() -> None:
    """From now to the end of the transaction no picture comes into words or goes."""
    await hold_name("mail_pictures")
