"""A worker as a process of its own, so that tests can kill it: `worker_process.py '{JSON}'`."""

import json
import logging
import sys

from streams.wiring import Wiring
from streams.worker import run
from thongke.assembly import assemble


def main() -> int:
    given = json.loads(sys.argv[1])
    logging.basicConfig(level="INFO", format="%(asctime)s %(name)s %(message)s")
    known = assemble()
    wiring = Wiring(
        codec=known.codec,
        catalogue=known.catalogue,
        meaning=known.meaning,
        **{**given, "topics": tuple(given["topics"])},
    )
    return run(wiring)


if __name__ == "__main__":
    sys.exit(main())
