from django.db import migrations

from feedback.search_schema import create_ranking, drop_ranking


class Migration(migrations.Migration):
    dependencies = [("feedback", "0010_organ_api")]

    operations = [migrations.RunPython(create_ranking, drop_ranking)]
