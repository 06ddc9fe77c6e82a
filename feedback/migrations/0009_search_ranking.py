from django.db import migrations

from feedback.search_schema import create_ranking, drop_ranking


class Migration(migrations.Migration):
    dependencies = [("feedback", "0008_learning")]

    operations = [migrations.RunPython(create_ranking, drop_ranking)]
