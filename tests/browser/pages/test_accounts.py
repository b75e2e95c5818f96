"""Pages of an account: signing up and in, the address, the password, the second factor."""

import re
from email import message_from_bytes, policy
from pathlib import Path

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page, expect

from tests.browser import acts
from tests.browser.acts import AMINA, PASSWORD
from tests.browser.conftest import Complaints
from tests.browser.looks import Looks, sees
from tests.browser.server import Server

FACTOR = "/account/second-factor"
BHEKI = acts.Person("bheki")


def last_link(server: Server) -> str:
    """The address in the latest mail."""
    folder: Path = server.folder / "mail"
    latest = max(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)
    mail = message_from_bytes(latest.read_bytes(), policy=policy.default)
    return re.findall(r"https?://\S+", mail.get_body().get_content())[0]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


@sees(
    "account_signup", "account_login", "accounts:profile", "account_email", "account_confirm_email",
    "account_email_verification_sent", "account_logout",
)  # fmt: skip
def test_the_pages_of_signing_up_and_of_an_address(page: Page, look: Looks, server: Server):
    page.goto("/account/signup/")
    look.at(page)
    press(page, "Make the account")
    expect(page.get_by_role("alert")).to_be_visible()
    look.at(page, "refused")
    page.get_by_label("Email address").fill("bheki@example.org")
    acts.sign_up(page, BHEKI)
    confirm = last_link(server)
    page.goto("/account/")
    look.at(page)
    press(page, "Save")
    expect(page.locator(".message:visible")).to_have_text("Saved.")
    look.at(page, "saved")
    page.goto("/account/email/")
    look.at(page, "to be confirmed")
    page.goto("/account/confirm-email/")
    look.at(page)
    page.goto(confirm)
    look.at(page)
    press(page, "Yes, confirm it")
    page.goto(confirm)
    look.at(page, "used up")
    page.goto("/account/email/")
    page.get_by_label("Email").fill("bheki@example.net")
    press(page, "Save the address")
    expect(page.get_by_role("button", name="Keep the old address")).to_be_visible()
    look.at(page, "to be changed")
    page.goto("/account/logout/")
    look.at(page)
    press(page, "Sign out")
    page.goto("/account/login/")
    look.at(page)
    page.get_by_label("User name").fill("bheki")
    page.get_by_label("Password").fill("wrong")
    press(page, "Sign in")
    expect(page.get_by_role("alert")).to_be_visible()
    look.at(page, "refused")


@sees(
    "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done", "account_change_password", "account_set_password",
    "account_inactive",
)  # fmt: skip
def test_the_pages_of_a_password(page: Page, look: Looks, server: Server):
    address = "User.objects.filter(username='amina').update(email='amina@example.org')"
    server.manage("shell", "--verbosity", "0", "--command", acts.MAKE.format(PASSWORD) + address)
    page.goto("/account/password/reset/")
    look.at(page)
    page.get_by_label("Email").fill("amina@example.org")
    press(page, "Send the link")
    page.wait_for_url("**/password/reset/done/")
    look.at(page)
    page.goto(last_link(server))
    look.at(page)
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_label("New password, once more").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").click()
    page.wait_for_url("**/password/reset/key/done/")
    look.at(page)
    page.goto(last_link(server))
    look.at(page, "used up")
    page.goto("/account/inactive/")
    look.at(page)
    acts.sign_in(page, AMINA)
    page.goto("/account/password/change/")
    look.at(page)
    page.get_by_role("main").get_by_role("button").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look.at(page, "refused")
    acts.as_somebody_without_a_password(page, server, "amina")
    page.goto("/account/password/set/")
    look.at(page)


@sees(
    "mfa_index", "mfa_activate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
    "mfa_authenticate", "mfa_reauthenticate", "mfa_deactivate_totp", "account_reauthenticate",
)  # fmt: skip
def test_the_pages_of_a_second_factor(page: Page, look: Looks, server: Server, complaints: Complaints):
    acts.make_accounts(server)
    acts.sign_in(page, AMINA)
    page.goto(f"{FACTOR}/")
    look.at(page, "off")
    page.goto(f"{FACTOR}/totp/activate/")
    look.at(page)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    press(page, "Go on")
    page.wait_for_url("**/totp/activate/")
    look.at(page)
    press(page, "Switch it on")
    expect(page.get_by_role("alert")).to_be_visible()
    look.at(page, "refused")
    secret = page.locator("code").inner_text().replace(" ", "")
    codes = [format_hotp_value(hotp_value(secret, counter)) for counter in yield_hotp_counters_from_time()]
    page.get_by_role("textbox", name="code").fill(codes[0])
    press(page, "Switch it on")
    page.wait_for_url("**/recovery-codes/")
    look.at(page)
    page.goto(f"{FACTOR}/recovery-codes/generate/")
    look.at(page)
    page.goto(f"{FACTOR}/")
    look.at(page, "on")
    page.goto(f"{FACTOR}/totp/deactivate/")
    look.at(page)
    page.goto(f"{FACTOR}/reauthenticate/")
    look.at(page)
    page.goto("/account/logout/")
    press(page, "Sign out")
    page.goto("/account/login/")
    acts.sign_in_here(page, AMINA)
    page.wait_for_url("**/authenticate/")
    look.at(page)
