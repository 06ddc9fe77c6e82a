"""manage.py import_organs FILE [--map name=单位名称,…] [--congress CODE] [--dry-run] [--json]"""

from deputies.loading.command import ListCommand
from deputies.loading.organs import OrganLoader


class Command(ListCommand):
    help = "Load organs and their other spellings from a list. A second load updates."
    loader = OrganLoader
