"""Pages of the administrator (`/administration/`): funders, communities, staff, aids."""
