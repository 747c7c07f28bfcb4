import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findAddresses } from './find-addresses.ts'

const inText = (text: string): string[] => findAddresses({ text, html: '' })
const inHtml = (html: string): string[] => findAddresses({ text: '', html })
const bag = 'https://bazaar.example/o/17'

test.each([
  ['at the end of a sentence', `See ${bag}.`, [bag]],
  ['in brackets', `(${bag}), <${bag}?a=1>, "${bag}#reviews"`, [bag, `${bag}?a=1`]],
  [
    'with brackets of its own',
    'https://wiki.example/Bag_(Velmoraq).',
    ['https://wiki.example/Bag_(Velmoraq)'],
  ],
  ['amid Chinese', `请看${bag}这个包`, [bag]],
  ['twice', `${bag} ${bag}`, [bag]],
  ['with http', 'http://bazaar.example/o/17', ['http://bazaar.example/o/17']],
  ['behind the mark of a signature', `${bag}\n-- \nhttps://employer.example/jobs`, [bag]],
])('an address %s', (_where, text, found) => {
  expect(inText(text)).toEqual(found)
})

test('links of HTML, and addresses in its text; pictures and styles are none', () => {
  const html = `<style>@import url(https://a.example/x)</style><img src="https://pixel.example/p?u=1">
    <a href="${bag}">Look</a> <p>https://bazaar.example/o/18</p><link href="https://b.example/c/d">`
  expect(inHtml(html)).toEqual([bag, 'https://bazaar.example/o/18'])
})

test.each([
  'https://bazaar.example/',
  'https://news.shop.example/o/17',
  'https://click.shop.example/?qs=abc',
  'https://shop.example/ls/click?upn=x',
  'https://shop.example/account/unsubscribe?u=1',
  'https://shop.example/mail?action=opt-out',
  'https://shop.example/logo.png',
  'https://user:secret@shop.example/o/17',
  'https://touchstone.example.com/listings/1',
  'mailto:a@shop.example',
  'javascript:alert(1)',
  'data:text/html,x',
])('%s is no page of goods', (address) => {
  const options = { text: address, html: `<a href="${address}">x</a>` }
  expect(findAddresses(options, 'https://touchstone.example.com')).toEqual([])
})

test('the address within a link of a mail filter', () => {
  const link = `https://eur01.safelinks.protection.outlook.com/?url=${encodeURIComponent(bag)}&data=05`
  expect(inHtml(`<a href="${link.replaceAll('&', '&amp;')}">Look</a>`)).toEqual([bag])
  expect(inText(`https://www.google.com/url?q=${encodeURIComponent(bag)}&sa=D`)).toEqual([bag])
})

test('whatever surrounds it, an address is found as it was written', () => {
  const segment = fc.stringMatching(/^[a-z0-9]{1,12}$/)
  const around = fc.string({ unit: fc.constantFrom(' ', '\n', '。', '这', '<', '>', '"', 'é') })
  fc.assert(
    fc.property(segment, segment, around, around, (path, value, before, after) => {
      const address = `https://bazaar.example/item-${path}?id=${value}`
      expect(inText(`${before}${address}${after}`)).toEqual([address])
      expect(inHtml(`<p>x</p><a href='${address}'>${path}</a>`)).toEqual([address])
    }),
  )
})

test('whatever an email holds, only whole addresses of the web come out', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.webUrl(), fc.string(), (a, url, b) => {
      const found = findAddresses({ text: `${a}${url}${b}`, html: `${b}<a href="${url}${a}">${a}` })
      for (const address of found) {
        const { protocol, username, password, hash, href } = new URL(address)
        expect(['http:', 'https:']).toContain(protocol)
        expect([username, password, hash, href]).toEqual(['', '', '', address])
        expect(address.length).toBeLessThanOrEqual(2000)
      }
    }),
  )
})
