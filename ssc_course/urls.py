from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from ssc_course import health

handler400 = "ssc_course.errors.bad_request"
handler403 = "ssc_course.errors.permission_denied"
handler404 = "ssc_course.errors.not_found"
handler429 = "ssc_course.errors.too_many"
handler500 = "ssc_course.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("account/", include("accounts.urls")),
    path("", include("cohorts.urls")),
    path("attempts/", include("quizzes.urls")),
    path("reports/", include("quizzes.report_urls")),
    path("author/", include("authoring.urls")),
    path("", include("study.urls")),
]
