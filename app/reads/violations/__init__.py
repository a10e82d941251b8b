"""What officers and office see of tickets."""
