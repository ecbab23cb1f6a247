"""What a worker and a watch at one queue import at their first need; no part of it is changed here."""

import crawler.machines.queue
import crawler.machines.service
import crawler.machines.worker  # noqa: F401 - they are there now
