"""What boots did: the rows of the Booting Activity Report, their totals and the file of them."""
