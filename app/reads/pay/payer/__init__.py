"""What somebody who has paid sees of it again, and the way back there."""
