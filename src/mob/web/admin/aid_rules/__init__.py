"""The rules of an aid in the administration: written with a form or as text, tried on cases, looked at before they serve.

What rules mean and compute is `mob.eligibility`; what is kept is the catalogue's.
"""
