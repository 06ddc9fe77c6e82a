"""Django's admin with the portal's own site."""

from django.contrib.admin.apps import AdminConfig


class BackOfficeConfig(AdminConfig):
    default_site = "deputies.backoffice.site.BackOfficeSite"
