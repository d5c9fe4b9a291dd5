// A relying party made of oauth4webapi alone: it proves itself by a key, and takes ID tokens and userinfo signed with
// ES256. It speaks with the test by lines of JSON, as the other one does.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [folder, issuer, clientId, key, redirect] = process.argv.slice(2);
const oauth = await import(pathToFileURL(createRequire(`${folder}/`).resolve("oauth4webapi")).href);
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);
const open = { [oauth.allowInsecureRequests]: true };
const refused = async (work) => {
  try {
    await work();
    return "accepted";
  } catch (error) {
    return error.error ?? error.code ?? String(error);
  }
};

const at = new URL(issuer);
const as = await oauth.processDiscoveryResponse(at, await oauth.discoveryRequest(at, open));
const jwk = JSON.parse(key);
const ec = { name: "ECDSA", namedCurve: "P-256" };
const signing = { key: await crypto.subtle.importKey("jwk", jwk, ec, false, ["sign"]), kid: jwk.kid };
const proof = oauth.PrivateKeyJwt(signing);
const client = {
  client_id: clientId,
  id_token_signed_response_alg: "ES256",
  userinfo_signed_response_alg: "ES256",
  require_auth_time: true,
};
const verifier = oauth.generateRandomCodeVerifier();
const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
const asked = new URL(as.authorization_endpoint);
asked.search = new URLSearchParams({
  client_id: clientId,
  redirect_uri: redirect,
  response_type: "code",
  scope: "openid email offline_access",
  code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
  code_challenge_method: "S256",
  state,
  nonce,
}).toString();
say({ open: asked.href });
const back = new URL((await lines.next()).value);
const mixedUp = new URL(back);
mixedUp.searchParams.set("iss", "https://ailleurs.exemple.fr");
const mixed = await refused(async () => oauth.validateAuthResponse(as, client, mixedUp, state));
const said = oauth.validateAuthResponse(as, client, back, state);
const exchange = () => oauth.authorizationCodeGrantRequest(as, client, proof, said, redirect, verifier, open);
const checks = { expectedNonce: nonce, requireIdToken: true, maxAge: 3600 };
const answer = await exchange();
const tokens = await oauth.processAuthorizationCodeResponse(as, client, answer, checks);
await oauth.validateApplicationLevelSignature(as, answer, open);
const claims = oauth.getValidatedIdTokenClaims(tokens);
const read = await oauth.userInfoRequest(as, client, tokens.access_token, open);
const info = await oauth.processUserInfoResponse(as, client, claims.sub, read);
await oauth.validateApplicationLevelSignature(as, read, open);
const refresh = (token) => async () =>
  oauth.processRefreshTokenResponse(
    as,
    client,
    await oauth.refreshTokenGrantRequest(as, client, proof, token, open),
  );
const fresh = await refresh(tokens.refresh_token)();
const asking = await oauth.introspectionRequest(as, client, proof, fresh.access_token, open);
const live = await oauth.processIntrospectionResponse(as, client, asking);
await oauth.processRevocationResponse(await oauth.revocationRequest(as, client, proof, fresh.refresh_token, open));
const after = await refused(refresh(fresh.refresh_token));
const again = await refused(async () =>
  oauth.processAuthorizationCodeResponse(as, client, await exchange(), checks),
);
const leave = new URL(as.end_session_endpoint);
leave.search = new URLSearchParams({ id_token_hint: tokens.id_token, post_logout_redirect_uri: redirect }).toString();
say({
  sub: claims.sub,
  refreshed: oauth.getValidatedIdTokenClaims(fresh).sub,
  email: info.email,
  active: live.active,
  mixed,
  after,
  again,
  leave: leave.href,
});
process.exit(0);
