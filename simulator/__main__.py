"""The command line: ``python -m simulator --port 8401 --api-key KEY --api-secret SECRET --redirect-url URL``."""

import argparse
import os
import signal
import sys
import threading

from simulator import Settings, create_app
from simulator.server import Server

STOPPING = {signal.SIGTERM, signal.SIGINT}


def main() -> None:
    if os.environ.get("ENV") == "production":
        raise SystemExit(
            "ENV=production: the stand-in is for demos and tests, and does not start beside a real installation."
        )
    parser = argparse.ArgumentParser(prog="python -m simulator", description="A stand-in for Kite, on 127.0.0.1.")
    parser.add_argument("--port", type=int, default=8401)
    parser.add_argument("--api-key", required=True)
    parser.add_argument("--api-secret", default="", help="without it the app is a Publisher app")
    parser.add_argument("--redirect-url", required=True)
    parser.add_argument("--postback-url", default="")
    parser.add_argument("--rules", choices=("2026", "legacy"), default="2026")
    parser.add_argument(
        "--clock-offset", type=float, default=os.environ.get("CLOCK_OFFSET") or "0", help="seconds; or CLOCK_OFFSET"
    )
    given = parser.parse_args()
    try:
        settings = Settings(
            api_key=given.api_key,
            api_secret=given.api_secret,
            redirect_url=given.redirect_url,
            postback_url=given.postback_url,
            rules=given.rules,
            clock_offset=given.clock_offset,
        )
        app = create_app(settings)
        server = Server(given.port, app)
    except ValueError as fault:
        raise SystemExit(str(fault)) from fault

    def stop() -> None:
        signal.sigwait(STOPPING)
        app.extensions["simulator"].stopping.set()
        server.shutdown()

    # A thread waits for the signals: a handler would run within whatever the server was doing, locks in hand.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
    threading.Thread(target=stop, daemon=True).start()
    sys.stderr.write(f"Stand-in for Kite: http://kite.localhost:{server.port} (scenarios at /simulator)\n")
    sys.stderr.flush()
    server.serve_forever(poll_interval=0.1)
    server.server_close()


if __name__ == "__main__":
    main()
