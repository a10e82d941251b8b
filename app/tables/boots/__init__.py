"""The devices, their labels, and which vehicle each is on."""
