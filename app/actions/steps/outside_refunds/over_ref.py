"""How the part is named that the provider moved beyond a refund of ours."""

from app.actions.steps.refunds.tries_of_refund import tries_of_refund


async def over_ref(refund_id: int) -> str:
    """Each try may move too much, so each has a name of its own (rule P10)."""
    tries = await tries_of_refund(refund_id)
    return f"over-{refund_id}-{tries}" if tries else f"over-{refund_id}"
