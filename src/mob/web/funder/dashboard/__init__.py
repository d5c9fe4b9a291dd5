"""The funder's dashboard: its page, what it is made of, and the money of the year."""

from mob.web.funder.dashboard.page import page

__all__ = ["page"]
