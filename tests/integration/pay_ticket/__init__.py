"""Pay your Ticket: look-up, cart and the page behind number and PIN."""
