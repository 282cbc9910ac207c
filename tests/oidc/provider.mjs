// A real OpenID provider for the tests: it asks nobody, and signs in whom the tests name at /who.
import { generateKeyPairSync } from 'node:crypto';
import Provider from 'oidc-provider';

const port = Number(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;
const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
let person = { sub: 'nobody' };

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'eu-careers',
      client_secret: 'a secret of the tests',
      redirect_uris: [process.argv[3]],
      token_endpoint_auth_method: 'client_secret_post',
    },
  ],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['given_name', 'family_name'] },
  conformIdTokenClaims: true,
  cookies: { keys: ['of the tests'] },
  features: { devInteractions: { enabled: false } },
  jwks: { keys: [{ ...key, kid: 'tests', use: 'sig', alg: 'RS256' }] },
  pkce: { required: () => true },
  findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ ...person, sub: id }) }),
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  async loadExistingGrant(ctx) {
    const grant = new ctx.oidc.provider.Grant({
      clientId: ctx.oidc.client.clientId,
      accountId: ctx.oidc.session.accountId,
    });
    grant.addOIDCScope('openid email profile');
    await grant.save();
    return grant;
  },
});

provider.use(async (ctx, next) => {
  if (ctx.path === '/who') {
    person = Object.fromEntries(ctx.URL.searchParams);
    person.email_verified = person.email_verified === 'true';
    ctx.body = 'noted';
  } else if (ctx.path.startsWith('/interaction/')) {
    const result =
      person.sub === 'nobody' ? { error: 'access_denied' } : { login: { accountId: person.sub } };
    await provider.interactionFinished(ctx.req, ctx.res, result, { mergeWithLastSubmission: false });
    ctx.respond = false;
  } else {
    await next();
  }
});

provider.listen(port, '127.0.0.1', () => console.log('ready'));
