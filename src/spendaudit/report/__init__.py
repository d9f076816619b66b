"""What an audit found, as plain values that any renderer can show."""
