"""Who is told what: from a fact to the words of a mail. Composed under the recipient's language; nothing is sent here."""
