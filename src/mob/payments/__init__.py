"""Money to pay: envelopes, awards, payment orders, bank details, invoices, and the ledger that accounts for all of it."""
