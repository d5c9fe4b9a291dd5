// A relying party made of openid-client alone. It speaks with the test by lines of JSON: an address to open, then the
// address the browser was led to, then what it learned.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [folder, issuer, clientId, secret, redirect] = process.argv.slice(2);
const found = createRequire(`${folder}/`).resolve("openid-client");
const oidc = await import(pathToFileURL(found).href);
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);
const refused = async (work) => {
  try {
    await work();
    return "accepted";
  } catch (error) {
    return error.error ?? error.cause?.error ?? error.code ?? String(error);
  }
};

const config = await oidc.discovery(new URL(issuer), clientId, secret, oidc.ClientSecretBasic(secret), {
  execute: [oidc.allowInsecureRequests],
});
const verifier = oidc.randomPKCECodeVerifier();
const [state, nonce] = [oidc.randomState(), oidc.randomNonce()];
const asked = {
  redirect_uri: redirect,
  scope: "openid email offline_access",
  code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
  code_challenge_method: "S256",
  state,
  nonce,
};
say({ open: oidc.buildAuthorizationUrl(config, asked).href });
const back = new URL((await lines.next()).value);
const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, maxAge: 3600 };
const mixedUp = new URL(back);
mixedUp.searchParams.set("iss", "https://ailleurs.exemple.fr");
const mixed = await refused(() => oidc.authorizationCodeGrant(config, mixedUp, checks));
const tokens = await oidc.authorizationCodeGrant(config, back, checks);
const claims = tokens.claims();
const info = await oidc.fetchUserInfo(config, tokens.access_token, claims.sub);
const fresh = await oidc.refreshTokenGrant(config, tokens.refresh_token);
const live = await oidc.tokenIntrospection(config, fresh.access_token);
await oidc.tokenRevocation(config, fresh.refresh_token);
const after = await refused(() => oidc.refreshTokenGrant(config, fresh.refresh_token));
const again = await refused(() => oidc.authorizationCodeGrant(config, back, checks));
say({
  sub: claims.sub,
  refreshed: fresh.claims().sub,
  email: info.email,
  active: live.active,
  mixed,
  after,
  again,
  leave: oidc.buildEndSessionUrl(config, { id_token_hint: tokens.id_token, post_logout_redirect_uri: redirect }).href,
});
process.exit(0);
