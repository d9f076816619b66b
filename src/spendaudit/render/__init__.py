"""How a report is shown: one module a format, none of which computes anything."""
