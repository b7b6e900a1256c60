"""Work on a few batches at once, with results in the order of the batches and memory for a few only."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Given = TypeVar("Given")
Result = TypeVar("Result")

WORKERS = 2


def in_order(work: Callable[[Given], Result], batches: Iterable[Given], workers: int = WORKERS) -> Iterator[Result]:
    """`work(batch)` for each batch, in their order, while the next ones are being read and worked on.

    Threads, not processes: NumPy and Polars let go of the interpreter while they compute. At most `workers` + 1
    batches are held at a time. An exception in the work is raised where its result would have been.
    """
    waiting: deque[Future[Result]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        for batch in batches:
            waiting.append(pool.submit(work, batch))
            if len(waiting) > workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
