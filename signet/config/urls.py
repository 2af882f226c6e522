"""Every URL of the site; each room keeps its own."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("signet.public.urls")),
]

handler400 = "signet.public.errors.bad_request"
handler403 = "signet.public.errors.refused"
handler404 = "signet.public.errors.not_found"
handler500 = "signet.public.errors.failed"
