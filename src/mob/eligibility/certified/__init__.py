"""Facts that a public register certified: agreed to, read while the sign-in lives, kept with source, date and end."""
