"""Pages of the funder (`/gestion/`): inbox, file, keys."""
