"""The intake of a file: bytes from anybody in, a file that is safe to open out, or a refusal in words. No Django.

`limits` and `sniff` are light and run in the web process; `cleaning` holds the parsers and runs in a child process
without rights (`sandbox`), so that a file made to break a parser breaks that child alone.
"""
