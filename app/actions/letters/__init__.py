"""Verbs that write letters from ids, at the moment they are sent."""
