"""Who was paid: names, kinds of payee and the ladder of evidence."""
