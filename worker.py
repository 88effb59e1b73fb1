"""The Celery app: its queues and limits stand in the settings, what it does in ``coaching.tasks``, when in ``beat_schedule``.

``celery -A worker worker -Q bulk -c 1`` sends the planned nudges; ``-Q urgent -c 1`` whatever somebody is waiting for.
"""

import os

from celery import Celery

from beat_schedule import BEAT_SCHEDULE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coaching.settings")

app = Celery("volhoud")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = BEAT_SCHEDULE
app.autodiscover_tasks(["coaching"])
