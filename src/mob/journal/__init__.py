"""The journal: facts in hash chains, deliveries to subscribers, scheduled tasks. It knows no other context."""
