"""Applying for an aid: the landing page, one page a question, the papers, the check, the signature, the receipt."""
