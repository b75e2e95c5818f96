from django.urls import path

from quizzes import practice_views, views

app_name = "quizzes"
urlpatterns = [
    path("<uuid:attempt_id>/", views.summary, name="summary"),
    path("<uuid:attempt_id>/<int:position>/", views.item, name="item"),
    path("<uuid:attempt_id>/<int:position>/flag/", views.flag, name="flag"),
    path("<uuid:attempt_id>/<int:position>/hint/", views.hint, name="hint"),
    path("<uuid:attempt_id>/take-back/", views.take_back, name="take_back"),
    path("<uuid:attempt_id>/hand-in/", views.hand_in, name="hand_in"),
    path("<uuid:attempt_id>/result/", views.result, name="result"),
    path("<uuid:attempt_id>/retry/", practice_views.retry, name="retry"),
]
