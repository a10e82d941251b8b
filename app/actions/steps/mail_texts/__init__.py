"""Steps of writing the words of mails."""
