"""The simulator's one clock: real time plus the demo's offset. Nothing else in here asks what time it is."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Tells the demo's time. The offset comes from outside and may change at any moment."""

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self.offset = offset

    def now(self) -> datetime:
        """This instant in UTC, with the offset."""
        return datetime.now(UTC) + self.offset
