"""A property that is worked out once, when it is first asked for."""

from collections.abc import Callable


class lazy:
    """As `functools.cached_property`, which in Python 3.11 takes a lock for every value and is slow for it.

    When 3.11 is left behind, that one will do.
    """

    def __init__(self, work_out: Callable[[object], object]):
        self.work_out = work_out
        self.name = work_out.__name__
        self.__doc__ = work_out.__doc__

    def __get__(self, instance: object, owner: type) -> object:
        if instance is None:
            return self
        value = instance.__dict__[self.name] = self.work_out(instance)
        return value
