"""Messages to people, sent from facts after the commit: decisions, reminders, security notices."""
