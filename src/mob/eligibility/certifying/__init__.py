"""Certified facts in use: legal bases recorded, agreements given and taken back, registers asked, facts read."""
