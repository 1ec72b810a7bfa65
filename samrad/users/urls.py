"""Signing in with a code by mail. Of allauth's pages only these can be reached."""

from allauth.account import views
from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import set_language

urlpatterns = [
    path("logga-in/", login_not_required(views.request_login_code), name="account_login"),
    path(
        "logga-in/begar-kod/",
        login_not_required(views.request_login_code),
        name="account_request_login_code",
    ),
    path(
        "logga-in/kod/",
        login_not_required(views.confirm_login_code),
        name="account_confirm_login_code",
    ),
    path(
        "logga-in/inaktiv/",
        login_not_required(views.account_inactive),
        name="account_inactive",
    ),
    path("logga-ut/", login_not_required(views.logout), name="account_logout"),
    path("sprak/", login_not_required(set_language), name="set_language"),
]
