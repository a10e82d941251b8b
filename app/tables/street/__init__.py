"""What happens at the kerb: vehicles, offences, violations."""
