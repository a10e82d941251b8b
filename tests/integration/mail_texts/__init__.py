"""The words of mails, as administrators write them."""
