"""manage.py import_stations FILE [--map name=名称,…] [--congress CODE] [--dry-run] [--json]"""

from deputies.loading.command import ListCommand
from deputies.loading.stations import StationLoader


class Command(ListCommand):
    help = "Load liaison stations and their deputies from a list. A second load updates."
    loader = StationLoader
