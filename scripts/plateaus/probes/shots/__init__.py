"""The derivative from finitely many measurements."""
