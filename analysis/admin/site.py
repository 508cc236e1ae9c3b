from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class Desk(AdminSite):
    site_header = _("Barometer")
    site_title = _("Barometer")
    index_title = _("The desk")


desk = Desk(name="admin")
