"""What a person needs in order to travel: functional needs, never a diagnosis. Hers alone, until she shares it."""
