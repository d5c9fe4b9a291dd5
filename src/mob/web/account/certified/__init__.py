"""`/mon-compte/donnees-certifiees`: what registers may be asked for a person, chosen one by one, seen and taken back."""
