"""The outside world behind Protocols: payments, mail, paper, live updates."""
