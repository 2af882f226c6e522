from django.urls import path

from signet.public import views

app_name = "public"
urlpatterns = [
    path("", views.home, name="home"),
    path("classifications/", views.classes, name="classes"),
    path("classifications/<slug:slug>.svg", views.class_picture, name="class_art"),
    path("achievements/<uuid:uuid>", views.achievement, name="achievement"),
    path("issuers/<slug:slug>", views.issuer, name="issuer"),
    path("badges/<slug:public_id>", views.badge, name="badge"),
    path("verify/", views.verify, name="verify"),
]
