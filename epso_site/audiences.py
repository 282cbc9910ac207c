"""The table of who may open which address. An address missing here is refused, and fails the tests."""

from accounts.audiences import Audience

EVERYBODY, SIGNED_IN, STAFF, RECRUITER = (
    Audience.EVERYBODY,
    Audience.SIGNED_IN,
    Audience.STAFF,
    Audience.RECRUITER,
)

AUDIENCES = {
    # machines
    "health_live": EVERYBODY,
    "health_ready": EVERYBODY,
    "robots": EVERYBODY,
    "sitemap_index": EVERYBODY,
    "sitemap": EVERYBODY,
    "api_description": EVERYBODY,
    "api_json": EVERYBODY,
    "api_csv": EVERYBODY,
    "receipt_days_json": EVERYBODY,
    # the public site
    "root": EVERYBODY,
    "core:*": EVERYBODY,
    "careers:*": EVERYBODY,
    "competitions:*": EVERYBODY,
    "figures:*": EVERYBODY,
    "practice:*": EVERYBODY,
    "knowledge:*": EVERYBODY,
    "alerts:*": EVERYBODY,
    "open_data:*": EVERYBODY,
    # people
    "account_login": EVERYBODY,
    "account_logout": EVERYBODY,
    "account_signup": EVERYBODY,
    "account_inactive": EVERYBODY,
    "account_confirm_login_code": EVERYBODY,  # of a way to sign in that is off: leads to the sign-in page
    "account_email_verification_sent": EVERYBODY,
    "account_confirm_email": EVERYBODY,
    "account_reset_password": EVERYBODY,
    "account_reset_password_done": EVERYBODY,
    "account_reset_password_from_key": EVERYBODY,
    "account_reset_password_from_key_done": EVERYBODY,
    "account_change_password": SIGNED_IN,
    "account_set_password": SIGNED_IN,
    "account_email": SIGNED_IN,
    "account_reauthenticate": SIGNED_IN,
    "accounts:address_change": EVERYBODY,  # a link in a mail, which names what it is about
    "accounts:*": SIGNED_IN,
    # the second factor, and passkeys
    "mfa_authenticate": EVERYBODY,  # between the password and being signed in
    "mfa_login_webauthn": EVERYBODY,
    "mfa_index": SIGNED_IN,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    "mfa_edit_webauthn": SIGNED_IN,
    # EU Login
    "openid_connect_login": EVERYBODY,
    "openid_connect_callback": EVERYBODY,
    "socialaccount_login_cancelled": EVERYBODY,
    "socialaccount_signup": EVERYBODY,
    "socialaccount_connections": SIGNED_IN,
    # candidates: each view shows the rows of the person signed in and nobody else's
    "notifications:*": SIGNED_IN,
    "applications:*": SIGNED_IN,
    "applications:practice_start": EVERYBODY,
    "applications:practice_application_detail": EVERYBODY,
    "applications:practice_step": EVERYBODY,
    "applications:practice_entry_new": EVERYBODY,
    "applications:practice_entry": EVERYBODY,
    "applications:practice_entry_delete": EVERYBODY,
    "applications:practice_submit": EVERYBODY,
    "selection:*": SIGNED_IN,
    "profiles:*": SIGNED_IN,
    "receipts:*": SIGNED_IN,
    "receipts:receipt_check": EVERYBODY,
    "receipts:day_list": EVERYBODY,
    "documents:*": SIGNED_IN,
    "special_needs:*": SIGNED_IN,
    "complaints:*": SIGNED_IN,
    "enquiries:*": SIGNED_IN,
    "dashboard:*": SIGNED_IN,
    "dashboard:calendar_file": EVERYBODY,  # the address itself is the proof
    "data_rights:*": SIGNED_IN,
    # institutions
    "recruitment:*": RECRUITER,
    # staff: the admin asks for a permission on each of its pages
    "admin:*": STAFF,
}
