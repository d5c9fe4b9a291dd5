"""Funders, communities, staff memberships and invitations, funder keys."""
