"""Small steps that verbs take inside their one transaction."""
