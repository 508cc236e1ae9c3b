import functools
import sys
from collections.abc import Iterator
from contextlib import contextmanager

KIND = type(functools.lru_cache(lambda: None))


@contextmanager
def unremembered() -> Iterator[None]:
    """Meanwhile whatever the product has made for earlier pages is made anew: no function remembers its answers."""
    found = [
        (module, name, value)
        for title, module in list(sys.modules.items())
        if title.startswith(("analysis.", "config."))
        for name, value in list(vars(module).items())
        if isinstance(value, KIND)
    ]
    for module, name, value in found:
        setattr(module, name, value.__wrapped__)
    try:
        yield
    finally:
        for module, name, value in found:
            setattr(module, name, value)
