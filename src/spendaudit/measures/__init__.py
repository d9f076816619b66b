"""What the payments mean: one question a module."""
