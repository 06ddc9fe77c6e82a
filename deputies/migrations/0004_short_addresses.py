from django.db import migrations

from deputies.models.contact import new_code, new_token


def draw(apps, schema_editor):
    """A short address, and a relay address, of its own for each row that was there before."""
    for name, fields in (("Deputy", {"short_code": new_code, "relay_token": new_token}), ("LiaisonStation", {"short_code": new_code})):
        model = apps.get_model("deputies", name)
        for pk in list(model.objects.values_list("pk", flat=True)):
            model.objects.filter(pk=pk).update(**{field: make() for field, make in fields.items()})


class Migration(migrations.Migration):

    dependencies = [
        ('deputies', '0003_contact_methods'),
    ]

    operations = [
        migrations.RunPython(draw, migrations.RunPython.noop),
    ]
