"""Rooms of authors (/author/)."""

from django.urls import URLPattern, path

from authoring import report_views

app_name = "authoring"
urlpatterns: list[URLPattern] = [
    path("reports/", report_views.report_list, name="reports"),
    path("reports/<uuid:report_id>/", report_views.report, name="report"),
]
