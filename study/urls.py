from django.urls import path

from study import guest_work_views, pictures, quiz_views, views

app_name = "study"
urlpatterns = [
    path("", views.root, name="root"),
    path("media/<slug:address>/<str:name>", pictures.picture, name="picture"),
    path("guest-work/", guest_work_views.guest_work, name="guest_work"),
    path("<slug:course>/", views.home, name="home"),
    path("<slug:course>/progress/", views.progress, name="progress"),
    path("<slug:course>/glossary/", views.glossary, name="glossary"),
    path("<slug:course>/search/", views.search, name="search"),
    path("<slug:course>/about/", views.about, name="about"),
    path("<slug:course>/coverage/", views.coverage, name="coverage"),
    path("<slug:course>/quizzes/<slug:quiz>/", quiz_views.quiz, name="quiz"),
    path("<slug:course>/quizzes/<slug:quiz>/start/", quiz_views.start, name="start"),
    path("<slug:course>/<slug:module>/", views.module, name="module"),
    path("<slug:course>/<slug:module>/<slug:section>/", views.section, name="section"),
    path("<slug:course>/<slug:module>/<slug:section>/read/", views.mark_read, name="mark_read"),
]
