"""What administrators may write in mails: words, placeholders, and what is refused."""
