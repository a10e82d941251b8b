"""Bootkeeper: boots from store room to street and back."""
