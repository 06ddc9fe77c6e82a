from django.db import migrations

from reports.column.searching import ARTICLES, LAWS


class Migration(migrations.Migration):
    replaces = [
        ("column", "0002_search_indexes"),
    ]

    dependencies = [("column", "0001_tables")]

    operations = [
        migrations.RunPython(ARTICLES.create, ARTICLES.drop),
        migrations.RunPython(LAWS.create, LAWS.drop),
    ]
