"""What people do in the browser: in the words of the pages, with and without JavaScript."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser import course
from tests.browser.server import Server

PASSWORD = "a-river-has-two-banks"
SAVE = re.compile("^Save (answer|again)$")

# Accounts


@dataclass(frozen=True)
class Person:
    name: str
    password: str = PASSWORD


CLARA, FARID, AMINA = Person("clara"), Person("farid"), Person("amina")

MAKE = """
from accounts.models import User
User.objects.create_user("clara", password={0!r}, may_teach=True, display_name="Clara Odhiambo")
User.objects.create_user("farid", password={0!r}, is_staff=True, is_superuser=True)
User.objects.create_user("amina", password={0!r})
"""


def make_accounts(server: Server) -> None:
    """Clara teaches, Farid is admin, Amina learns."""
    server.manage("shell", "--verbosity", "0", "--command", MAKE.format(PASSWORD))


def sign_in(page: Page, person: Person, address: str = "/account/login/") -> None:
    """From the sign-in page, or from one that leads to it and back."""
    page.goto(address)
    sign_in_here(page, person)
    expect(page.get_by_role("link", name="Account", exact=True)).to_be_visible()


def sign_in_here(page: Page, person: Person) -> None:
    page.get_by_label("User name").fill(person.name)
    page.get_by_label("Password").fill(person.password)
    page.get_by_role("button", name="Sign in").click()


def sign_up(page: Page, person: Person) -> None:
    """From a page that offers to keep what was done."""
    page.get_by_label("User name").fill(person.name)
    page.get_by_label("Password", exact=True).fill(person.password)
    page.get_by_label("Password, once more").fill(person.password)
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("link", name="Account", exact=True)).to_be_visible()


# Answering


def item(page: Page, slug: str) -> Locator:
    """An item on the page: its form, or its result once it was scored."""
    return page.locator(f'[data-item="{slug}"]')


def fill(form: Locator, values: Iterable[str]) -> None:
    """Choose these options and no others, in boxes or menus, or write the text."""
    values = list(values)
    for control in form.locator("[name=values]").all():
        if control.get_attribute("type") in {"radio", "checkbox"}:
            if control.get_attribute("value") in values:
                control.check()
            elif control.get_attribute("type") == "checkbox":
                control.uncheck()
        elif options := control.locator("option").evaluate_all("options => options.map(({value}) => value)"):
            control.select_option(next((value for value in values if value in options), ""))
        else:
            control.fill(values[0] if values else "")


def chosen(form: Locator) -> list[str]:
    """What is chosen or written in a form now."""
    return form.locator("[name=values]").evaluate_all(
        """controls => controls
            .filter(({type, checked}) => !["radio", "checkbox"].includes(type) || checked)
            .map(({value}) => value).filter(Boolean).sort()"""
    )


def answer(page: Page, slug: str, outcome: str) -> None:
    """Answer a practice item so that it comes out like this."""
    fill(item(page, slug), course.asked()[slug].values[outcome])
    item(page, slug).get_by_role("button", name="Check my answer").click()
    expect(item(page, slug)).to_have_attribute("data-outcome", outcome)


def try_again(page: Page, slug: str) -> None:
    item(page, slug).get_by_role("link", name="Try again").click()
    expect(page.locator(f'form[data-item="{slug}"]')).to_be_visible()


def answer_all(page: Page, section: str, outcome: str) -> None:
    """Answer every item of a section which can come out like this; those answered before once more."""
    page.goto(section)
    for slug in slugs_on(page):
        if outcome in course.asked()[slug].values:
            if item(page, slug).get_attribute("data-outcome"):
                try_again(page, slug)
            answer(page, slug, outcome)


def slugs_on(page: Page) -> list[str]:
    return page.locator("[data-item]").evaluate_all("items => items.map(item => item.dataset.item)")


# A quiz


def quiz_form(page: Page) -> Locator:
    return page.locator("form[data-position]")


def slug_here(page: Page) -> str:
    return quiz_form(page).get_attribute("data-item") or ""


def position(page: Page) -> int:
    return int(quiz_form(page).get_attribute("data-position") or 0)


def choose(page: Page, outcome: str = "correct") -> list[str]:
    """What comes out like this, without pressing anything; gives what was chosen, sorted."""
    given = course.asked()[slug_here(page)].values[outcome]
    fill(quiz_form(page), given)
    return sorted(given)


def in_words(page: Page) -> str:
    """What is chosen in the item on the page, as its text says it."""
    ticked = quiz_form(page).locator("label:has(:checked) > span").all_inner_texts()
    menus = (
        quiz_form(page).locator("select").evaluate_all("menus => menus.map(m => m.selectedOptions[0].text)")
    )
    return (ticked or menus or [quiz_form(page).locator("[name=values]").input_value()])[0].strip()


def is_saved(page: Page) -> None:
    expect(quiz_form(page).locator("[data-saved]")).to_have_attribute("data-saved", "true")


def is_not_saved(page: Page) -> None:
    expect(quiz_form(page).locator("[data-saved]")).to_have_attribute("data-saved", "false")
    expect(quiz_form(page).locator("[data-saved]")).to_contain_text("Not saved yet.")


def waiting(page: Page) -> Locator:
    """Where every page says how many answers wait to be sent; not to be seen where none does."""
    return page.locator("[data-part=waits]:visible")


def refused(page: Page) -> Locator:
    """Where every page shows what the course could not take."""
    return page.locator("[data-part=ended]:visible")


# Makes what is kept in this browser so many days older.
MAKE_OLDER = """days => new Promise(done => {
    indexedDB.open("outbox").onsuccess = ({target}) => {
        const store = target.result.transaction("changes", "readwrite").objectStore("changes");
        store.getAll().onsuccess = ({target}) => {
            for (const change of target.result)
                store.put({...change, madeAt: change.madeAt - days * 86400000});
        };
        store.transaction.oncomplete = done;
    };
})"""


def come_back(page: Page) -> None:
    """As a browser says it of a tab that is looked at again."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def to_item(page: Page, number: int) -> None:
    page.get_by_role("navigation", name="Items of this quiz").get_by_role("link").nth(number - 1).click()
    expect(quiz_form(page)).to_have_attribute("data-position", str(number))


def give(page: Page, outcome: str = "correct") -> None:
    """Save an answer to the item on the page, and see that it is saved."""
    fill(quiz_form(page), course.asked()[slug_here(page)].values[outcome])
    quiz_form(page).get_by_role("button", name=SAVE).click()
    expect(quiz_form(page).locator("[data-saved]")).to_have_attribute("data-saved", "true")


def give_and_go_on(page: Page, outcome: str = "correct") -> None:
    here = position(page)
    fill(quiz_form(page), course.asked()[slug_here(page)].values[outcome])
    quiz_form(page).get_by_role("button", name="Save and go on").click()
    if here == len(course.quiz_items()):
        expect(page.get_by_role("heading", name="Before you hand in")).to_be_visible()
    else:
        expect(quiz_form(page)).to_have_attribute("data-position", str(here + 1))


def start_quiz(page: Page, module: int = 1) -> None:
    page.goto(course.quiz(module))
    page.get_by_role("button", name="Start").click()
    expect(quiz_form(page)).to_have_attribute("data-position", "1")


def hand_in_button(page: Page) -> Locator:
    return page.get_by_role("button", name="Hand in the quiz")


def hand_in(page: Page) -> None:
    hand_in_button(page).click()
    expect(page.get_by_role("heading", name="What each item gave")).to_be_visible()


# An author's edit


def mended(text: str) -> str:
    """An item's text whose stem begins with another word, on its line or folded below it."""
    changed, number = re.subn(r"^(stem: (?:>-\n  )?[\"']?)", r"\1Mended, ", text, flags=re.MULTILINE)
    assert number == 1, text
    return changed


# A class


def make_cohort(page: Page, name: str) -> str:
    """By an instructor who is signed in; its join code."""
    page.goto("/teach/")
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Make the cohort").click()
    expect(page.get_by_role("heading", name="Gradebook")).to_be_visible()
    return page.locator("dd").first.inner_text()


def join_cohort(page: Page, code: str, name: str) -> None:
    page.goto("/join/")
    page.get_by_label("Join code").fill(code)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Your name in this class").fill(name)
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.locator(".message:visible")).to_contain_text("You are in")


def as_somebody_without_a_password(page: Page, server: Server, name: str) -> None:
    """Signed in as one whose password was taken away: by a link, or from elsewhere (OpenID Connect)."""
    key = server.manage("shell", "--verbosity", "0", "--command", SESSION.format(name)).strip()
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": server.url}])


SESSION = """
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.conf import settings
from accounts.models import User
person = User.objects.get(username={0!r})
person.set_unusable_password()
person.save()
session = SessionStore()
session[SESSION_KEY] = str(person.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = person.get_session_auth_hash()
session.save()
print(session.session_key)
"""


def somebody_else_signs_in(page: Page, person: Person) -> None:
    """In another tab of the same browser: one signs out, the other in."""
    tab = page.context.new_page()
    tab.goto("/account/logout/")
    tab.get_by_role("button", name="Sign out").click()
    sign_in(tab, person)
    tab.close()
