import { expect, test } from 'vitest'
import { outcomeOf, outcomeOfFailure } from './page-snapshot.ts'

const snapshot = { title: 'Sandal', text: 'Sandal Velmoraq', password: false, overlay: null }
const at = 'https://toko.example/item/17'

test.each([
  [200, {}, at, 'captured'],
  [404, {}, at, 'gone'],
  [410, {}, at, 'gone'],
  [401, {}, at, 'login-wall'],
  [403, {}, at, 'blocked'],
  [429, {}, at, 'blocked'],
  [200, { text: 'Please verify you are a human' }, at, 'blocked'],
  [200, { text: `${'word '.repeat(1000)} captcha` }, at, 'captured'],
  [503, {}, at, 'server-error'],
  [200, { password: true }, at, 'login-wall'],
  [200, { password: true, text: 'word '.repeat(1000) }, at, 'captured'],
  [200, { password: true, text: 'word '.repeat(1000) }, 'https://toko.example/login', 'login-wall'],
])('a page with status %s that shows %j at %s is %s', (status, over, url, outcome) => {
  const result = outcomeOf(status, { ...snapshot, ...over }, url)
  expect(result.outcome).toBe(outcome)
  expect(result.sentence).toMatch(/^[A-Z].+\.$/)
})

test.each([
  ['We use cookies', 'consent-wall'],
  ['Wir bitten um Ihre Einwilligung', 'consent-wall'],
  ['Kami menggunakan kuki', 'consent-wall'],
  ['我们使用 cookie，同意', 'consent-wall'],
  ['Ten percent off today', 'overlay'],
])('what covers the page and says %j is reported as %s', (overlay, observed) => {
  expect(outcomeOf(200, { ...snapshot, overlay }, at).observed).toEqual([observed])
})

test.each([
  ['page.goto: net::ERR_CERT_DATE_INVALID at https://…', 'broken-tls'],
  ['page.goto: net::ERR_SSL_PROTOCOL_ERROR', 'broken-tls'],
  ['net::ERR_TOO_MANY_REDIRECTS', 'redirect-loop'],
  ['page.goto: Timeout 30000ms exceeded', 'too-slow'],
  ['page.goto: Download is starting', 'download'],
  ['net::ERR_CONNECTION_RESET', 'unreachable'],
])('%s is reported as %s', (message, outcome) => {
  expect(outcomeOfFailure(message).outcome).toBe(outcome)
})
