"""What Lighthouse says of the pages (target U1)."""
