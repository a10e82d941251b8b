"""What a person can do on each page; what must be true of it is the tests' business."""
