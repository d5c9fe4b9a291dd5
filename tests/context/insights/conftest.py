"""The funder of the applications' tests is the one whose figures are added up."""

from tests.context.applications.conftest import office

__all__ = ["office"]
