"""Paper: labels and their QR codes."""
