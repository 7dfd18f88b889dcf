"""The hook specification, the plugin manager and the built-in packs, each a plugin like any province's.

It holds no rule: a pack hands over a folder of law files; what a province could not write with the same hooks is none.
Look next at `povrules.law`, which reads those folders, and `povrules.api`, which loads the packs for a day and a place.
"""
