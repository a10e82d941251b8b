"""Every state of the pages where money is paid and goes back, each brought about by real use."""
