"""Values every other folder speaks in: canonical bytes, instants, days, money, codes, problems."""
