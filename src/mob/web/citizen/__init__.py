"""Pages of the person: home, search, aid, application, follow-up."""
