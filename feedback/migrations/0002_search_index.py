from django.db import migrations

from feedback.search_schema import create_index, drop_index


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_initial")]

    operations = [migrations.RunPython(create_index, drop_index)]
