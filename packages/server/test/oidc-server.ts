import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider, type Configuration } from 'oidc-provider'

export type OidcAccount = { email?: string; email_verified?: boolean; name?: string }

export type OidcServer = {
  issuer: string
  clientId: string
  clientSecret: string
  /** Accounts that can sign in there, by subject. */
  accounts: Map<string, OidcAccount>
  /** Follows the provider's pages with a browser; returns the address to which it is redirected. */
  signIn(address: string, subject: string): Promise<string>
  stop(): Promise<void>
}

/** A certified OpenID provider on a free port of this machine. */
export async function startOidcServer(redirectUri: string): Promise<OidcServer> {
  const accounts = new Map<string, OidcAccount>()
  const [clientId, clientSecret] = ['touchstone', 'a secret of the test and of nobody else']
  const configuration: Configuration = {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    pkce: { required: () => true },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: async () => ({ sub, ...accounts.get(sub) }),
    }),
  }
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, configuration)
  server.on('request', (request, response) => {
    void provider.callback()(request, response)
  })
  return {
    issuer,
    clientId,
    clientSecret,
    accounts,
    signIn: (address, subject) => walk(address, subject, redirectUri),
    stop: () => stop(server),
  }
}

async function walk(address: string, subject: string, redirectUri: string): Promise<string> {
  const cookies = new Map<string, string>()
  let next = address
  let form: string | undefined
  for (let step = 0; step < 12; step++) {
    const response = await fetch(next, {
      method: form === undefined ? 'GET' : 'POST',
      redirect: 'manual',
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(form !== undefined && { body: form }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    const location = response.headers.get('location')
    const page = await response.text()
    if (location !== null) {
      next = new URL(location, next).href
      form = undefined
      if (next.startsWith(redirectUri)) return next
      continue
    }
    // The provider's own pages for development: one asks for a login, the other for consent.
    const [, prompt] = /name="prompt" value="(login|consent)"/.exec(page) ?? []
    const [, action] = /action="([^"]+)"/.exec(page) ?? []
    if (prompt === undefined || action === undefined) throw new Error(page.slice(0, 2000))
    next = new URL(action, next).href
    form = prompt === 'login' ? `prompt=login&login=${subject}&password=x` : 'prompt=consent'
  }
  throw new Error('the provider sends the browser in a circle')
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
}
