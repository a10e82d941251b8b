"""The few Stripe endpoints that Bootkeeper uses, in memory, refusing what Stripe refuses."""
