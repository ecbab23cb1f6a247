"""`warraq` with a queue that takes workers for dead after three seconds, for tests of their deaths."""

from datetime import timedelta

from crawler import cli
from crawler.machines import queue, service, worker

queue.HEARTBEAT, queue.STALLED, queue.POLL = 0.5, 3.0, 0.5
service.UPKEEP, service.RECONNECT = 0.5, 0.5
worker.LEASE = timedelta(seconds=4)

if __name__ == "__main__":
    cli.main()
