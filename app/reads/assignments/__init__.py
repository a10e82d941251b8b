"""Where a boot stands with the vehicle it is, or was, on."""
