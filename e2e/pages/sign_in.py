"""The staff's door."""

from e2e.pages.hand import Hand


class SignInPage:
    """Staff: sign in."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        self.page = hand.page

    async def sign_in(self, email: str, password: str) -> None:
        """Sign in and arrive at the dashboard."""
        await self.give_password(email, password)
        await self.page.wait_for_url("**/dashboard")

    async def give_password(self, email: str, password: str) -> None:
        """Sign in, wherever that leads."""
        await self.hand.open("/sign-in")
        await self.page.get_by_label("Email").fill(email)
        await self.page.get_by_label("Password").fill(password)
        await self.page.get_by_role("button", name="Sign in").click()
