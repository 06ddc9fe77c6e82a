import casework.models.attachment
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('deputies', '0001_tables'),
        ('reports', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='dutymeeting',
            name='questions',
            field=models.TextField(blank=True, verbose_name='questions and answers'),
        ),
        migrations.CreateModel(
            name='DutyRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=80, verbose_name='title')),
                ('form', models.CharField(choices=[('written', 'written'), ('oral', 'oral')], default='oral', max_length=8, verbose_name='form')),
                ('day', models.DateField(verbose_name='day')),
                ('starts', models.TimeField(blank=True, null=True, verbose_name='begins at')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='place')),
                ('about', models.CharField(blank=True, max_length=500, verbose_name='for the public')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('planned_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('is_public', models.BooleanField(default=False, editable=False)),
                ('cancelled_on', models.DateField(blank=True, null=True, verbose_name='cancelled on')),
                ('cancelled_why', models.CharField(blank=True, max_length=200, verbose_name='why it was cancelled')),
                ('congress', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duty_rounds', to='deputies.peoplescongress', verbose_name='congress')),
                ('planned_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('station', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duty_rounds', to='deputies.liaisonstation', verbose_name='station')),
            ],
            options={
                'verbose_name': 'round of duty reports',
                'verbose_name_plural': 'rounds of duty reports',
                'ordering': ['-day', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='dutyreport',
            name='round',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='reports.dutyround', verbose_name='round'),
        ),
        migrations.CreateModel(
            name='MeetingPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(upload_to=casework.models.attachment.storage_path)),
                ('content_type', models.CharField(max_length=40)),
                ('digest', models.CharField(max_length=64)),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('alt', models.CharField(max_length=200, verbose_name='what it shows')),
                ('consent', models.CharField(max_length=200, verbose_name='who agreed')),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='reports.dutymeeting')),
            ],
            options={
                'verbose_name': 'photo of a meeting',
                'verbose_name_plural': 'photos of meetings',
                'ordering': ['pk'],
            },
        ),
        migrations.AddIndex(
            model_name='dutyround',
            index=models.Index(fields=['congress', 'day', 'id'], name='duty_round_of_a_congress'),
        ),
        migrations.AddConstraint(
            model_name='dutyround',
            constraint=models.CheckConstraint(condition=models.Q(('form', 'written'), models.Q(models.Q(('place', ''), _negated=True), ('starts__isnull', False)), _connector='OR'), name='oral_round_has_place_and_time'),
        ),
        migrations.AddConstraint(
            model_name='dutyround',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cancelled_on__isnull', True), ('cancelled_why', '')), models.Q(('cancelled_on__isnull', False), models.Q(('cancelled_why', ''), _negated=True)), _connector='OR'), name='cancelled_round_says_why'),
        ),
        migrations.AddConstraint(
            model_name='meetingphoto',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('alt', ''), _negated=True), models.Q(('consent', ''), _negated=True)), name='meeting_photo_has_words_and_consent'),
        ),
    ]
