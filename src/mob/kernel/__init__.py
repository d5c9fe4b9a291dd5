"""What every context may use and what knows nothing of Django: money, clock, ids, actor, errors, port registry."""
