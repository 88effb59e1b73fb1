"""Everything between ``make run`` and a running product: install, start, watch, stop.

The standard library only, and nothing of ``coaching`` or ``simulator``: it starts them as processes.
"""
