from django.db import migrations

from feedback.search_schema import create_index, create_ranking, drop_index, drop_ranking


class Migration(migrations.Migration):
    replaces = [
        ("feedback", "0002_search_index"),
        ("feedback", "0011_search_ranking"),
    ]

    dependencies = [("feedback", "0001_tables")]

    operations = [
        migrations.RunPython(create_index, drop_index),
        migrations.RunPython(create_ranking, drop_ranking),
    ]
