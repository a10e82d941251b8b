"""What a receipt says, and the link that opens it."""
