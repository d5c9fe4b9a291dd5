"""Entry point of the supervisor's child."""

from __future__ import annotations

import argparse

from mob.config.invented_operator.site import serve


def main(argv: list[str] | None = None) -> None:
    """Serve until the parent ends."""
    from mob.config import lifeline

    parser = argparse.ArgumentParser(prog="mob.config.invented_operator")
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("--issuer", required=True)
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args(argv)
    lifeline.tie(options.parent)
    serve(options.issuer, host="127.0.0.1", port=options.port).serve_forever()


if __name__ == "__main__":
    main()
