"""When each wake-up happens. All local time is the planner's; here are only intervals, in seconds.

A wake-up that nobody could take in time is dropped (``expires``): the next one does its work.
"""


def every(seconds: float, task: str, queue: str) -> dict[str, object]:
    """Wake ``task`` on ``queue`` every so many seconds."""
    return {"task": task, "schedule": seconds, "options": {"queue": queue, "expires": seconds}}


BEAT_SCHEDULE = {
    "send what somebody is waiting for": every(2, "send_urgent", "urgent"),
    "act on what came in": every(3, "act_on_what_came_in", "urgent"),
    "send the nudges that are due": every(2, "send_due", "bulk"),
    "plan the coming day and a half": every(20, "plan_ahead", "bulk"),
    "remind those who have not said yes": every(600, "remind_of_opt_in", "bulk"),
    "settle what nobody is sure of": every(5, "settle_unconfirmed", "bulk"),
    "let the demonstration's clock walk": every(2, "walk_clock", "bulk"),
    "show that beat is alive": every(5, "beat_seen", "urgent"),
}
