"""Text to exact money and dates; what cannot be read is set aside with its reason."""
