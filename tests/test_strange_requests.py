"""What no browser sends and anybody can: answered with a page, never with a failure of ours."""

from http.cookies import SimpleCookie

import pytest
from django.conf import settings

from ssc_course.wsgi import in_a_character_set
from tests.factories import person, small_course

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("charset", ["iso-8859-1", "latin-1", "idna", "utf-16"])
@pytest.mark.parametrize("path", ["/healthz", "/ssc/", "/account/login/"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_another_character_set_is_400_with_its_page(client, charset, path, method):
    small_course()
    response = client.generic(method, f"{path}?a=1", "a=b", content_type=f"{FORM}; charset={charset}")
    assert response.status_code == 400 and b"</html>" in response.content


@pytest.mark.parametrize("charset", ["base64", "zlib", "rot13", "hex", "undefined", "nonsense", ""])
def test_what_is_no_character_set_comes_as_one_that_is_refused(charset):
    assert in_a_character_set(f"{FORM}; charset={charset}") == f"{FORM}; charset=latin-1"


@pytest.mark.parametrize("content_type", ["", FORM, f"{FORM}; charset=utf-8", f'{FORM}; charset="UTF-8"'])
def test_utf_8_is_taken_however_it_is_written(client, content_type):
    small_course()
    assert in_a_character_set(content_type) == content_type
    assert client.generic("GET", "/ssc/", content_type=content_type).status_code == 200


@pytest.mark.parametrize("cookie", ["aaaaaaaaaaaa\0", "a b", "'; drop table", "é" * 40, ""])
def test_a_session_cookie_that_cannot_be_one_is_taken_for_none(client, cookie):
    small_course()
    client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: cookie})
    assert client.get("/ssc/").status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/ssc/%00/", "/%FF/", "/ssc/" + "a" * 5000 + "/", "/attempts/0/", "/attempts/" + "9" * 40 + "/1/"],
)
def test_a_path_that_leads_nowhere_is_404(client, path):
    small_course()
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["change/", "preview/"])
def test_an_item_of_no_number_is_404_in_the_admin(client, path):
    client.force_login(person("farid", is_staff=True, is_superuser=True))
    assert client.get(f"/admin/quizzes/item/{'9' * 5000}/{path}").status_code in (302, 404)
