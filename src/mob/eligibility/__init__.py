"""Checks an agent sees beside a file: facts in, green, red or unknown out, each with its reason. Never fetches history."""
