import { expect, test } from 'vitest'
import { maxAddresses } from './find-addresses.ts'
import { parseEmail } from './parse-email.ts'

const parse = (lines: readonly string[]) =>
  parseEmail(Buffer.from(lines.join('\r\n')), 'https://touchstone.example.com')
const bag = 'https://bazaar.example/o/17'

test('who sent it and when, its words, and the pages that it names', async () => {
  const email = await parse([
    'From: "Officer" <officer@customs.example>',
    'Date: Mon, 30 Nov 2026 09:30:00 +0100',
    'Subject: =?utf-8?q?Zw=C3=B6lf_G=C3=BCrtel?=',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    `The invoice names ${bag.slice(0, 20)}=`,
    `${bag.slice(20)}.`,
  ])
  expect(email).toEqual({
    from: 'officer@customs.example',
    sentAt: new Date('2026-11-30T08:30:00Z'),
    checks: null,
    words: `Zwölf Gürtel\n\nThe invoice names ${bag}.`,
    urls: [bag],
    leftOut: 0,
  })
})

test('an email of HTML alone has its text as words, without scripts; attachments are not read', async () => {
  const email = await parse([
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/html; charset=utf-8',
    '',
    `<style>p{}</style><p>Two bags</p><script>var u='https://x.example/s'</script><a href="${bag}">here</a>`,
    '--b',
    'Content-Type: text/plain; name=list.txt',
    'Content-Disposition: attachment; filename=list.txt',
    '',
    'https://other.example/in-an-attachment',
    '--b--',
  ])
  expect(email.words).toBe('Two bags\nhere')
  expect(email.urls).toEqual([bag])
})

test('the checks of the sender are those of the first header', async () => {
  const { checks } = await parse([
    'Authentication-Results: mx.brand.example; spf=softfail smtp.mailfrom=a.example;',
    ' dkim=pass header.d=a.example; dmarc=nonsense',
    'Authentication-Results: mx.forged.example; spf=pass; dmarc=pass',
    '',
    bag,
  ])
  expect(checks).toEqual({ spf: 'softfail', dkim: 'pass', dmarc: null })
})

test('more pages than an email may name are counted', async () => {
  const urls = Array.from({ length: maxAddresses + 3 }, (_, at) => `${bag}${at}`)
  const email = await parse(['Subject: many', '', ...urls])
  expect([email.urls.length, email.leftOut]).toEqual([maxAddresses, 3])
})

test.each([
  ['a date that is none', 'Date: tomorrow'],
  ['a date far away', 'Date: Mon, 30 Nov 9026 09:30:00 +0100'],
  ['an address too long', `From: <${'a'.repeat(400)}@b.example>`],
])('%s is left out', async (_what, header) => {
  expect(await parse([header, '', bag])).toMatchObject({ from: null, sentAt: null, urls: [bag] })
})

test('parts within parts without end are refused', async () => {
  const nested = Array.from({ length: 100 }, (_, at) => [
    `Content-Type: multipart/mixed; boundary=b${at}`,
    '',
    `--b${at}`,
  ]).flat()
  await expect(parse([...nested, '', bag])).rejects.toThrow(/nesting/i)
})
