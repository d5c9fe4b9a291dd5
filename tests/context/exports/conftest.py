"""The funder of the applications' tests is the one whose lists are taken away."""

from tests.context.applications.conftest import office

__all__ = ["office"]
