"""Mail: what we write to people, and the ways a letter leaves the house."""
