"""Steps of the verbs about people who sign in."""
