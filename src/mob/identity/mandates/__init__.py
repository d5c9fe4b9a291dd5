"""Acting for somebody: a mandate asked, accepted by the one helped, dated, scoped, ended at once by either side."""
