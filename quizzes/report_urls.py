"""Rooms of learners who report a problem with an item (/reports/)."""

from django.urls import path

from quizzes import report_views

app_name = "reports"
urlpatterns = [
    path("", report_views.mine, name="mine"),
    path("new/", report_views.new, name="new"),
    path("<uuid:report_id>/", report_views.thanks, name="thanks"),
]
