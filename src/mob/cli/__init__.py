"""The terminal: one file a command. They speak to people in plain sentences and hold no rule of the product.

A command is a module of this package whose name is the command's (`create_admin.py` → `mob create-admin`), with:

- `HELP`: one sentence, and the module's docstring as the longer help;
- `def arguments(parser)`: its options, if any;
- `def run(options) -> int`: what it does, and the exit code. Django is ready, unless `NEEDS_DJANGO = False`.

What lives in `mob.config` is named by dotted string (`terminal.config("supervisor")`): the command line is below it.
"""
