import django.db.models.deletion
from django.db import migrations, models


def bodies_of_names(apps, schema_editor):
    """The committees that motions name so far become bodies."""
    motion = apps.get_model("suggestions", "Motion")
    body = apps.get_model("deputies", "SpecialCommittee")
    named = motion.objects.exclude(committee="").values_list("case__congress", "committee").distinct()
    for congress, name in named.order_by():
        row, _made = body.objects.get_or_create(congress_id=congress, name=" ".join(name.split()))
        motion.objects.filter(case__congress=congress, committee=name).update(with_body=row)


class Migration(migrations.Migration):

    dependencies = [
        ('deputies', '0002_special_committees'),
        ('suggestions', '0002_answers_made_public_each'),
    ]

    operations = [
        migrations.AddField(
            model_name='motion',
            name='with_body',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='motions', to='deputies.specialcommittee', verbose_name='the committee itself'),
        ),
        migrations.RunPython(bodies_of_names, migrations.RunPython.noop),
    ]
