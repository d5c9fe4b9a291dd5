"""Accounts, identity claims with their source, profile. Third-party account classes are subclassed here alone."""
