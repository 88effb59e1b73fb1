"""Answers of before count as heard, so that nobody who answered is taken for silent."""

from django.db import migrations

AT_ONCE = 1000


def hear_past_answers(apps, schema_editor):
    Delivery = apps.get_model("coaching", "Delivery")
    EnrolmentEvent = apps.get_model("coaching", "EnrolmentEvent")
    answered = Delivery.objects.exclude(answered_at=None).exclude(enrolment=None).order_by("id")
    heard = (
        EnrolmentEvent(clinic_id=clinic, enrolment_id=enrolment, kind="heard", details={}, recorded_at=at)
        for clinic, enrolment, at in answered.values_list("clinic_id", "enrolment_id", "answered_at").iterator(AT_ONCE)
    )
    EnrolmentEvent.objects.bulk_create(heard, batch_size=AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [("coaching", "0002_clinic_calendar")]

    operations = [migrations.RunPython(hear_past_answers, migrations.RunPython.noop)]
