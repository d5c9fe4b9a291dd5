"""Every module of the OpenID Foundation's Basic OP plan has its test."""

from pathlib import Path

MODULES = """
server response-type-missing idtoken-signature idtoken-unsigned userinfo-get userinfo-post-header userinfo-post-body
ensure-request-without-nonce-succeeds-for-code-flow scope-profile scope-email scope-address scope-phone scope-all
ensure-other-scope-order-succeeds display-page display-popup prompt-login prompt-none-not-logged-in
prompt-none-logged-in max-age-1 max-age-10000 ensure-request-with-unknown-parameter-succeeds id-token-hint login-hint
ui-locales claims-locales ensure-request-with-acr-values-succeeds codereuse codereuse-30seconds
ensure-registered-redirect-uri ensure-post-request-succeeds server-client-secret-post request-uri-unsigned
unsigned-request-object-supported-correctly-or-rejected-as-unsupported claims-essential
ensure-request-object-with-redirect-uri refresh-token ensure-request-with-valid-pkce-succeeds
""".split()


def test_each_of_the_38_modules_has_its_test() -> None:
    folder = Path(__file__).parents[1] / "edge" / "oidc" / "basic_op"
    words = " ".join(file.read_text(encoding="utf-8") for file in folder.glob("test_*.py")).replace('"', " ")
    named = {word.split("(")[0].strip(",[]") for word in words.replace("test_oidcc", "oidcc").split()}
    assert len(MODULES) == 38
    assert [each for each in MODULES if f"oidcc_{each.replace('-', '_')}" not in named] == []
