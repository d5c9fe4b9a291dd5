"""Proofs of purchase that a linked service hands over: sealed for some days, a paper once the person joins one."""
