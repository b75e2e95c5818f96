"""Rooms of instructors (/teach/) and of those who join them (/join/)."""

from django.urls import URLPattern, path

from cohorts import join_views, views

app_name = "cohorts"
urlpatterns: list[URLPattern] = [
    path("teach/", views.cohort_list, name="list"),
    path("teach/<uuid:cohort_id>/", views.gradebook, name="gradebook"),
    path("teach/<uuid:cohort_id>/export.csv", views.export, name="export"),
    path("teach/<uuid:cohort_id>/code/", views.code, name="code"),
    path("teach/<uuid:cohort_id>/assign/", views.assign, name="assign"),
    path("teach/<uuid:cohort_id>/learners/<uuid:learner_id>/", views.learner, name="learner"),
    path("teach/<uuid:cohort_id>/attempts/<uuid:attempt_id>/", views.attempt, name="attempt"),
    path("join/", join_views.type_code, name="join"),
    path("join/<uuid:cohort_id>/leave/", join_views.leave_cohort, name="leave"),
    path("join/<str:code>/", join_views.join_cohort, name="join_by_code"),
]
