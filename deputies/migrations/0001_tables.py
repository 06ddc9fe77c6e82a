import deputies.models.contact
import deputies.models.loading
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('deputies', '0001_initial'), ('deputies', '0002_supervising_leader'), ('deputies', '0003_contact_methods'), ('deputies', '0004_short_addresses'), ('deputies', '0005_short_addresses_are_unique'), ('deputies', '0006_mandates_and_groups'), ('deputies', '0007_positions_and_other_names'), ('deputies', '0008_voter_codes'), ('deputies', '0009_learning'), ('deputies', '0010_last_presidium')]

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Division',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'province'), (2, 'city'), (3, 'county'), (4, 'township'), (5, 'village or community')], verbose_name='level')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='deputies.division', verbose_name='part of')),
                ('full_name', models.CharField(blank=True, max_length=200, verbose_name='full name')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
            ],
            options={
                'verbose_name': 'division',
                'verbose_name_plural': 'divisions',
                'ordering': ['code'],
                'indexes': [models.Index(fields=['parent', 'code'], name='division_parent_code')],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_from__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='division_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='DivisionAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='deputies.division', verbose_name='division')),
                ('spelling', models.CharField(max_length=60, verbose_name='other name')),
            ],
            options={
                'verbose_name': 'other name of a place',
                'verbose_name_plural': 'other names of places',
                'ordering': ['division', 'spelling'],
                'constraints': [models.UniqueConstraint(fields=('division', 'spelling'), name='other_name_once_per_division')],
            },
        ),
        migrations.CreateModel(
            name='PeoplesCongress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('level', models.CharField(choices=[('national', 'national'), ('province', 'province'), ('city', 'city'), ('county', 'county'), ('township', 'township')], max_length=10, verbose_name='level')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='deputies.division', verbose_name='division')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='deputies.peoplescongress', verbose_name='congress above')),
                ('rule_profile', models.SlugField(default='national', max_length=40, verbose_name='rule profile')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='office telephone')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='office address')),
                ('supervising_leader', models.CharField(blank=True, help_text="Name and office, as it stands on the committee's page.", max_length=100, verbose_name='leader who supervises late cases')),
            ],
            options={
                'verbose_name': "people's congress",
                'verbose_name_plural': "people's congresses",
                'ordering': ['division__code', 'code'],
            },
        ),
        migrations.CreateModel(
            name='Deputy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('congress', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deputies', to='deputies.peoplescongress', verbose_name='congress')),
                ('number', models.CharField(blank=True, max_length=40, verbose_name='certificate number')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('pinyin', models.CharField(blank=True, help_text='Full pinyin and initials.', max_length=120, verbose_name='pinyin')),
                ('gender', models.CharField(blank=True, choices=[('male', 'male'), ('female', 'female')], max_length=10, verbose_name='gender')),
                ('ethnicity', models.CharField(blank=True, max_length=20, verbose_name='ethnicity')),
                ('birth', models.CharField(blank=True, help_text='As exactly as it is known: 1975, 1975-03 or 1975-03-12.', max_length=10, validators=[django.core.validators.RegexValidator('^\\d{4}(-\\d{2}(-\\d{2})?)?$', 'Write 1975, 1975-03 or 1975-03-12.')], verbose_name='born')),
                ('party', models.CharField(blank=True, max_length=40, verbose_name='party')),
                ('occupation', models.CharField(blank=True, max_length=60, verbose_name='occupation')),
                ('position', models.CharField(blank=True, max_length=120, verbose_name='position')),
                ('work_unit', models.CharField(blank=True, max_length=120, verbose_name='work unit')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='address')),
                ('address_kind', models.CharField(choices=[('home', 'home, or not known'), ('work', 'place of work or of correspondence')], default='home', max_length=4, verbose_name='kind of address')),
                ('introduction', models.TextField(blank=True, verbose_name='introduction')),
                ('occupation_visibility', models.CharField(choices=[('public', 'everybody'), ('voters', 'voters of the constituency'), ('station', 'through the station'), ('hidden', 'nobody')], default='public', max_length=8, verbose_name='who sees the occupation')),
                ('work_unit_visibility', models.CharField(choices=[('public', 'everybody'), ('voters', 'voters of the constituency'), ('station', 'through the station'), ('hidden', 'nobody')], default='public', max_length=8, verbose_name='who sees the work unit')),
                ('phone_visibility', models.CharField(choices=[('public', 'everybody'), ('voters', 'voters of the constituency'), ('station', 'through the station'), ('hidden', 'nobody')], default='station', max_length=8, verbose_name='who sees the telephone')),
                ('email_visibility', models.CharField(choices=[('public', 'everybody'), ('voters', 'voters of the constituency'), ('station', 'through the station'), ('hidden', 'nobody')], default='station', max_length=8, verbose_name='who sees the e-mail')),
                ('address_visibility', models.CharField(choices=[('public', 'everybody'), ('voters', 'voters of the constituency'), ('station', 'through the station'), ('hidden', 'nobody')], default='station', max_length=8, verbose_name='who sees the address')),
                ('short_code', models.CharField(default=deputies.models.contact.new_code, editable=False, max_length=12, unique=True, verbose_name='short address')),
                ('relay_token', models.CharField(default=deputies.models.contact.new_token, editable=False, max_length=16, unique=True, verbose_name='relay address')),
            ],
            options={
                'verbose_name': 'deputy',
                'verbose_name_plural': 'deputies',
                'ordering': ['congress', 'number', 'pk'],
                'indexes': [models.Index(fields=['name'], name='deputy_name')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('congress', 'number'), name='deputy_number_once_per_congress'), models.CheckConstraint(condition=models.Q(('address_kind', 'work'), ('address_visibility__in', ['station', 'hidden']), _connector='OR'), name='home_address_is_never_public', violation_error_message='A home address is shown to nobody. Choose “through the station” or “nobody”.'), models.CheckConstraint(condition=models.Q(('address_visibility', 'hidden'), ('email_visibility', 'hidden'), ('phone_visibility', 'hidden'), _negated=True), name='deputy_hides_not_every_way', violation_error_message='Leave one way open: telephone, e-mail or address, if only through the station.')],
            },
        ),
        migrations.CreateModel(
            name='ContactChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deputy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contact_changes', to='deputies.deputy', verbose_name='deputy')),
                ('field', models.CharField(max_length=30, verbose_name='field')),
                ('before', models.CharField(blank=True, max_length=10, verbose_name='before')),
                ('after', models.CharField(blank=True, max_length=10, verbose_name='after')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='changed by')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
            ],
            options={
                'verbose_name': 'change of contact details',
                'verbose_name_plural': 'changes of contact details',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='LiaisonBody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('congress', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='liaison_bodies', to='deputies.peoplescongress', verbose_name='congress')),
                ('kind', models.CharField(choices=[('deputies_commission', "deputies' affairs commission"), ('deputies_office', "deputies' work office"), ('subdistrict_working_organ', 'subdistrict working organ'), ('presidium', 'presidium of the township congress')], max_length=30, verbose_name='kind')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('duties', models.TextField(blank=True, verbose_name='duties')),
                ('charter', models.TextField(blank=True, help_text='What it may and must do, by which decision and since when; published.', verbose_name='charter')),
                ('responsible', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='responsible person')),
                ('substitute', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='substitute')),
            ],
            options={
                'verbose_name': 'liaison body',
                'verbose_name_plural': 'liaison bodies',
                'ordering': ['congress', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Organ',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('congress', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='organs', to='deputies.peoplescongress', verbose_name='congress')),
                ('code', models.SlugField(max_length=40, verbose_name='code')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('short_name', models.CharField(blank=True, max_length=40, verbose_name='short name')),
                ('kind', models.CharField(choices=[('government', "people's government"), ('department', 'government department'), ('supervisory_commission', 'commission of supervision'), ('court', "people's court"), ('procuratorate', "people's procuratorate"), ('enterprise', 'enterprise'), ('institution', 'public institution'), ('organisation', 'organisation')], default='department', max_length=30, verbose_name='kind')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='deputies.organ', verbose_name='part of')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
            ],
            options={
                'verbose_name': 'organ',
                'verbose_name_plural': 'organs',
                'ordering': ['congress', 'code'],
                'constraints': [models.UniqueConstraint(fields=('congress', 'code'), name='organ_code_once_per_congress'), models.UniqueConstraint(fields=('congress', 'name'), name='organ_name_once_per_congress')],
            },
        ),
        migrations.CreateModel(
            name='OrganAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='deputies.organ', verbose_name='organ')),
                ('spelling', models.CharField(max_length=100, verbose_name='spelling')),
                ('named_from', models.DateField(blank=True, null=True, verbose_name='official name from')),
                ('named_until', models.DateField(blank=True, null=True, verbose_name='official name until')),
            ],
            options={
                'verbose_name': 'other spelling',
                'verbose_name_plural': 'other spellings',
                'constraints': [models.UniqueConstraint(fields=('organ', 'spelling'), name='spelling_once_per_organ'), models.CheckConstraint(condition=models.Q(('named_from__isnull', True), ('named_until__isnull', True), ('named_until__gte', models.F('named_from')), _connector='OR'), name='former_name_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='OrganSpelling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('congress', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='organ_spellings', to='deputies.peoplescongress', verbose_name='congress')),
                ('spelling', models.CharField(max_length=200, verbose_name='spelling')),
                ('proposed', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='deputies.organ', verbose_name='proposed organ')),
                ('score', models.FloatField(default=0, verbose_name='likeness')),
                ('seen', models.PositiveIntegerField(default=0, verbose_name='times seen')),
                ('decided', models.BooleanField(default=False, verbose_name='decided')),
            ],
            options={
                'verbose_name': 'unknown spelling of an organ',
                'verbose_name_plural': 'unknown spellings of organs',
                'ordering': ['decided', '-seen'],
                'constraints': [models.UniqueConstraint(fields=('congress', 'spelling'), name='unknown_spelling_once_per_congress')],
            },
        ),
        migrations.CreateModel(
            name='ListLoad',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('deputies', 'deputies'), ('organs', 'organs'), ('stations', 'liaison stations'), ('staff', 'staff accounts'), ('divisions', 'divisions')], max_length=10, verbose_name='list')),
                ('congress', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='deputies.peoplescongress', verbose_name='congress')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='loaded by')),
                ('file', models.FileField(blank=True, upload_to=deputies.models.loading.storage_path)),
                ('file_name', models.CharField(max_length=120, verbose_name='file')),
                ('columns', models.JSONField(default=dict)),
                ('counts', models.JSONField(default=dict)),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='uploaded at')),
                ('loaded_at', models.DateTimeField(blank=True, null=True, verbose_name='loaded at')),
            ],
            options={
                'verbose_name': 'loaded list',
                'verbose_name_plural': 'loaded lists',
                'ordering': ['-started_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='LiaisonStation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('congress', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stations', to='deputies.peoplescongress', verbose_name='congress')),
                ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stations', to='deputies.liaisonbody', verbose_name='liaison body')),
                ('code', models.SlugField(max_length=40, verbose_name='code')),
                ('kind', models.CharField(choices=[('home', 'home of deputies'), ('station', 'liaison station'), ('point', 'contact point'), ('online', 'online station')], default='station', max_length=10, verbose_name='kind')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stations', to='deputies.division', verbose_name='place')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='address')),
                ('hours', models.CharField(blank=True, max_length=200, verbose_name='opening hours')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                ('head', models.CharField(blank=True, max_length=60, verbose_name='station head')),
                ('longitude', models.FloatField(blank=True, help_text='Such as 113.6249.', null=True, verbose_name='longitude')),
                ('latitude', models.FloatField(blank=True, help_text='Such as 34.7472.', null=True, verbose_name='latitude')),
                ('is_open', models.BooleanField(default=True, verbose_name='open')),
                ('short_code', models.CharField(default=deputies.models.contact.new_code, editable=False, max_length=12, unique=True, verbose_name='short address')),
            ],
            options={
                'verbose_name': 'liaison station',
                'verbose_name_plural': 'liaison stations',
                'ordering': ['congress', 'code'],
                'constraints': [models.UniqueConstraint(fields=('congress', 'code'), name='station_code_once_per_congress'), models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__isnull', False), ('latitude__range', (-90, 90)), ('longitude__isnull', False), ('longitude__range', (-180, 180))), _connector='OR'), name='station_has_a_whole_position_on_earth', violation_error_message='A position has longitude and latitude, in degrees.')],
            },
        ),
        migrations.CreateModel(
            name='HeadingMemory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('deputies', 'deputies'), ('organs', 'organs'), ('stations', 'liaison stations'), ('staff', 'staff accounts'), ('divisions', 'divisions')], max_length=10)),
                ('congress', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='deputies.peoplescongress')),
                ('fields', models.JSONField(default=dict)),
            ],
            options={
                'verbose_name': 'remembered headings',
                'verbose_name_plural': 'remembered headings',
                'constraints': [models.UniqueConstraint(fields=('kind', 'congress'), name='headings_once_per_list_and_congress'), models.UniqueConstraint(condition=models.Q(('congress__isnull', True)), fields=('kind',), name='headings_once_per_shared_list')],
            },
        ),
        migrations.CreateModel(
            name='DeputyGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('congress', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deputy_groups', to='deputies.peoplescongress', verbose_name='congress')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('leader', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='deputies.deputy', verbose_name='leader')),
                ('members', models.ManyToManyField(blank=True, related_name='groups', to='deputies.deputy', verbose_name='members')),
            ],
            options={
                'verbose_name': "deputies' group",
                'verbose_name_plural': "deputies' groups",
                'ordering': ['congress', 'name'],
                'constraints': [models.UniqueConstraint(fields=('congress', 'name'), name='group_name_once_per_congress')],
            },
        ),
        migrations.CreateModel(
            name='Constituency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('congress', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='constituencies', to='deputies.peoplescongress', verbose_name='congress')),
                ('code', models.CharField(max_length=40, verbose_name='code')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('seats', models.PositiveSmallIntegerField(default=1, verbose_name='seats')),
                ('divisions', models.ManyToManyField(blank=True, related_name='constituencies', to='deputies.division', verbose_name='places')),
            ],
            options={
                'verbose_name': 'constituency',
                'verbose_name_plural': 'constituencies',
                'ordering': ['congress', 'code'],
                'constraints': [models.UniqueConstraint(fields=('congress', 'code'), name='constituency_code_once_per_congress'), models.CheckConstraint(condition=models.Q(('seats__gte', 1), ('seats__lte', 3)), name='constituency_has_one_to_three_seats')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='posts', to=settings.AUTH_USER_MODEL, verbose_name='user')),
                ('role', models.CharField(choices=[('officer', 'liaison officer'), ('station', 'station staff'), ('deputy', 'deputy'), ('handler', 'handler'), ('head', 'head of the organ'), ('committee', 'standing committee member'), ('operator', 'operator')], max_length=10, verbose_name='role')),
                ('congress', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='deputies.peoplescongress', verbose_name='congress')),
                ('station', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='deputies.liaisonstation', verbose_name='station')),
                ('organ', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='deputies.organ', verbose_name='organ')),
                ('deputy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='deputies.deputy', verbose_name='deputy')),
                ('starts_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
            ],
            options={
                'verbose_name': 'post',
                'verbose_name_plural': 'posts',
                'ordering': ['user', 'role'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('role', 'station'), _negated=True), ('station__isnull', False), _connector='OR'), name='station_staff_have_a_station'), models.CheckConstraint(condition=models.Q(models.Q(('role__in', ['handler', 'head']), _negated=True), ('organ__isnull', False), _connector='OR'), name='handlers_and_heads_have_an_organ'), models.CheckConstraint(condition=models.Q(models.Q(('role', 'deputy'), _negated=True), ('deputy__isnull', False), _connector='OR'), name='a_deputy_post_names_the_deputy')],
            },
        ),
        migrations.CreateModel(
            name='StationMembership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('station', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='deputies.liaisonstation', verbose_name='station')),
                ('deputy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='deputies.deputy', verbose_name='deputy')),
            ],
            options={
                'verbose_name': 'station membership',
                'verbose_name_plural': 'station memberships',
                'constraints': [models.UniqueConstraint(fields=('station', 'deputy'), name='deputy_once_per_station')],
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('congress', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='deputies.peoplescongress', verbose_name='congress')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('starts_on', models.DateField(verbose_name='starts on')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='ends on')),
            ],
            options={
                'verbose_name': 'term',
                'verbose_name_plural': 'terms',
                'ordering': ['congress', '-number'],
                'constraints': [models.UniqueConstraint(fields=('congress', 'number'), name='term_number_once_per_congress'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='term_ends_after_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('term', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='deputies.term', verbose_name='term')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('starts_on', models.DateField(verbose_name='starts on')),
                ('ends_on', models.DateField(verbose_name='ends on')),
                ('motion_cutoff', models.DateTimeField(blank=True, null=True, verbose_name='cut-off for motions')),
                ('last_presidium', models.DateTimeField(blank=True, null=True, verbose_name='last meeting of the presidium')),
            ],
            options={
                'verbose_name': 'session',
                'verbose_name_plural': 'sessions',
                'ordering': ['term', '-number'],
                'constraints': [models.UniqueConstraint(fields=('term', 'number'), name='session_number_once_per_term'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='session_ends_after_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='Mandate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deputy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='deputies.deputy', verbose_name='deputy')),
                ('term', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='deputies.term', verbose_name='term')),
                ('constituency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='deputies.constituency', verbose_name='constituency')),
                ('elected_by', models.ForeignKey(blank=True, help_text='The congress that elected the deputy, in a city, a province or the nation.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='elected', to='deputies.peoplescongress', verbose_name='electing unit')),
                ('constituency_words', models.CharField(blank=True, help_text='Kept where a loaded list names a constituency that is not known yet.', max_length=100, verbose_name='constituency as the list names it')),
                ('delegation', models.CharField(blank=True, max_length=60, verbose_name='delegation')),
                ('status', models.CharField(choices=[('elected', 'elected, term not begun'), ('in_force', 'in force'), ('suspended', 'suspended'), ('ended', 'ended')], default='in_force', max_length=10, verbose_name='status')),
                ('starts_on', models.DateField(verbose_name='starts on')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='ends on')),
                ('ended_because', models.CharField(blank=True, choices=[('term', 'the term ended'), ('resigned', 'resigned'), ('moved', 'moved away or transferred'), ('absent', 'absent twice without leave'), ('recalled', 'recalled'), ('lost_rights', 'lost political rights or nationality'), ('died', 'died'), ('other', 'other')], max_length=12, verbose_name='why it ended')),
            ],
            options={
                'verbose_name': 'mandate',
                'verbose_name_plural': 'mandates',
                'ordering': ['-starts_on'],
                'constraints': [models.UniqueConstraint(fields=('deputy', 'term'), name='one_mandate_per_deputy_and_term'), models.UniqueConstraint(condition=models.Q(('status__in', ('in_force', 'suspended'))), fields=('deputy',), name='deputy_holds_one_mandate_at_a_time', violation_error_message='The deputy holds another mandate. End that one first, or change the term.'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='mandate_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('constituency__isnull', True), ('elected_by__isnull', True), _connector='OR'), name='elected_by_voters_or_by_a_congress', violation_error_message='A deputy is elected in a constituency or by a congress, not by both.')],
            },
        ),
        migrations.CreateModel(
            name='VoterCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('constituency', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='voter_codes', to='deputies.constituency', verbose_name='constituency')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='handed out by')),
                ('issued_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='handed out at')),
                ('expires_on', models.DateField(verbose_name='good until')),
            ],
            options={
                'verbose_name': "voter's code",
                'verbose_name_plural': "voters' codes",
                'ordering': ['-issued_at'],
            },
        ),
        migrations.AddField(
            model_name='liaisonstation',
            name='deputies',
            field=models.ManyToManyField(blank=True, related_name='stations', through='deputies.StationMembership', to='deputies.deputy'),
        ),
    ]
