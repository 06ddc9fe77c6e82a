from django.db import migrations

from reports.column.searching import ARTICLES, LAWS


class Migration(migrations.Migration):
    dependencies = [("column", "0001_initial")]

    operations = [
        migrations.RunPython(ARTICLES.create, ARTICLES.drop),
        migrations.RunPython(LAWS.create, LAWS.drop),
    ]
