"""What somebody sees who came by the number and PIN of a ticket."""
