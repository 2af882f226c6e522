"""What documents are named by can never be mended, so it is looked at before it is stored."""

import pytest

from signet.people.actions import PublicUrlError, check_public_url, fix_public_url

GOOD = ["https://badges.example.edu", "https://x.edu:8443", "http://localhost:8000"]
BAD = {
    "ftp://x.edu": "must be https",
    "http://x.edu": "must be https",
    "HTTPS://X.edu": "must be https",
    "https://X.edu": "must be https",
    "https://name@x.edu": "must be https",
    "https://127.0.0.1": "must be https",
    "https://[::1]": "must be https",
    "https://intranet": "must be https",
    "https://": "must be https",
    "x.edu": "must be https",
    "https://x.edu/path": "must end with its host name",
    "https://x.edu?q=1": "must end with its host name",
    "https://x.edu#top": "must end with its host name",
}


@pytest.mark.parametrize("url", GOOD)
def test_a_host_of_ones_own_names_documents(url):
    check_public_url(url)


@pytest.mark.parametrize(("url", "told"), BAD.items())
def test_what_could_not_be_verified_later_is_refused(url, told):
    with pytest.raises(PublicUrlError, match=told):
        check_public_url(url)


def test_it_is_not_stored(house):
    home = house.institution
    home.public_url = ""
    home.save()

    with pytest.raises(PublicUrlError):
        fix_public_url(home, url="https://x.edu/path", by=house.registrar)

    home.refresh_from_db()
    assert home.public_url == ""
