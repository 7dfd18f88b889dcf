"""A mapping that cannot change: hashable where its values are, picklable, ordered."""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator, KeysView, Mapping, ValuesView
from typing import TypeVar, overload

K = TypeVar("K")
T = TypeVar("T")
V = TypeVar("V", covariant=True)


class FrozenMap(Mapping[K, V]):
    """An immutable dictionary in the order given.

    >>> FrozenMap({"a": 1})["a"]
    1
    """

    __slots__ = ("_hash", "_items")
    _items: dict[K, V]
    _hash: int | None

    def __init__(self, items: Mapping[K, V] | Iterable[tuple[K, V]] = ()) -> None:
        object.__setattr__(self, "_items", dict(items))
        object.__setattr__(self, "_hash", None)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a FrozenMap cannot change")

    def __reduce__(self) -> tuple[type[FrozenMap[K, V]], tuple[dict[K, V]]]:
        return type(self), (dict(self._items),)

    def __getitem__(self, key: K) -> V:
        return self._items[key]

    @overload
    def get(self, key: K, /) -> V | None: ...
    @overload
    def get(self, key: K, /, default: V | T) -> V | T: ...
    def get(self, key: K, /, default: T | None = None) -> V | T | None:
        """The value of a key, or a default."""
        return self._items.get(key, default)

    def __iter__(self) -> Iterator[K]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def keys(self) -> KeysView[K]:
        """The keys in order; a view of a dictionary cannot change it."""
        return self._items.keys()

    def values(self) -> ValuesView[V]:
        """The values in order."""
        return self._items.values()

    def items(self) -> ItemsView[K, V]:
        """The pairs in order."""
        return self._items.items()

    def __hash__(self) -> int:
        # Kept, because much is looked up by whole tables of law.
        found = self._hash
        if found is None:
            found = hash(frozenset(self._items.items()))
            object.__setattr__(self, "_hash", found)
        return found

    def __repr__(self) -> str:
        return f"FrozenMap({self._items!r})"
