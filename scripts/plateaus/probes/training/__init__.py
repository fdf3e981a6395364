"""E and the length of the whole gradient along plain gradient descent."""
