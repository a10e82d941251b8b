"""A town after years of booting: as many assignments as asked for, with all that hangs on them."""
