"""Questions about the words of mails."""
