import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('deputies', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SpecialCommittee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('congress', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='special_committees', to='deputies.peoplescongress', verbose_name='congress')),
            ],
            options={
                'verbose_name': 'special committee',
                'verbose_name_plural': 'special committees',
                'ordering': ['congress', 'name'],
            },
        ),
        migrations.AddField(
            model_name='post',
            name='special_committee',
            field=models.ForeignKey(blank=True, help_text='Of which special committee somebody of the standing committee is a member, if of one.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='deputies.specialcommittee', verbose_name='special committee'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('role', 'committee'), ('special_committee__isnull', True), _connector='OR'), name='of_a_special_committee_is_the_committee'),
        ),
        migrations.AddConstraint(
            model_name='specialcommittee',
            constraint=models.UniqueConstraint(fields=('congress', 'name'), name='special_committee_once_per_congress'),
        ),
    ]
