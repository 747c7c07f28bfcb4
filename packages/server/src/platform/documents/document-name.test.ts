import fc from 'fast-check'
import { documentTypes } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { documentName } from './document-name.ts'

test.each([
  ['Invoice 17.pdf', 'Invoice 17.pdf'],
  ['INVOICE.PDF', 'INVOICE.pdf'],
  ['Invoice 17.03.2026', 'Invoice 17.03.2026.pdf'],
  ['Re. Dr. Müller v1.2.pdf', 'Re. Dr. Müller v1.2.pdf'],
  ['发票.pdf', '发票.pdf'],
  ['invoice.hta', 'invoice_hta.pdf'],
  ['invoice.html', 'invoice_html.pdf'],
  ['invoice.hta.pdf', 'invoice_hta.pdf'],
  ['invoice.pdf.hta', 'invoice_pdf_hta.pdf'],
  ['invoice.pdf.PDF', 'invoice.pdf'],
  ['invoice.hta (1).pdf', 'invoice_hta (1).pdf'],
  ['invoice.7z', 'invoice_7z.pdf'],
  ['invoice.exe. . .', 'invoice_exe.pdf'],
  ['invoice.hta\u00a0\u3000\u2800.pdf', 'invoice_hta.pdf'],
  ['invoice.h\u200bta', 'invoice_hta.pdf'],
  ['invoice.hta::$DATA', 'invoice_hta$DATA.pdf'],
  ['in\u202efdp.hta', 'infdp_hta.pdf'],
  ['\u2066a\u2069\ufe0f\u3164\u034f.pdf', 'a.pdf'],
  ['C:\\bills\\in\u202efdp.exe', 'infdp_exe.pdf'],
  ['../../etc/passwd', 'passwd.pdf'],
  ['a\u0000b\r\n"c".pdf', 'abc.pdf'],
  ['a\ud800b.pdf', 'ab.pdf'],
  ['a \u202e b.pdf', 'a b.pdf'],
  ['.htaccess', 'htaccess.pdf'],
  ['con', '_con.pdf'],
  ['CON .pdf', '_CON.pdf'],
  ['nul.2026.pdf', '_nul.2026.pdf'],
  ['COM1.pdf', '_COM1.pdf'],
  ['lpt².pdf', '_lpt².pdf'],
  ['console.pdf', 'console.pdf'],
  ['.pdf', 'document.pdf'],
  ['...', 'document.pdf'],
  ['///', 'document.pdf'],
  ['', 'document.pdf'],
])('a PDF named %j is called %j', (sent, name) => {
  expect(documentName(sent, 'application/pdf')).toBe(name)
})

test.each([
  ['item', 'image/png', 'item.png'],
  ['item.PNG', 'image/png', 'item.png'],
  ['item.html', 'image/png', 'item_html.png'],
  ['IMG_17.JPEG', 'image/jpeg', 'IMG_17.jpg'],
  ['IMG_17.pdf', 'image/jpeg', 'IMG_17_pdf.jpg'],
] as const)('a picture named %j (%s) is called %j', (sent, type, name) => {
  expect(documentName(sent, type)).toBe(name)
})

test('a long name loses its end, by whole characters, and keeps its extension', () => {
  const family = '👩🏽'
  for (const part of ['a', '发', 'e\u0301\u0323', family]) {
    const name = documentName(part.repeat(300), 'application/pdf')
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200)
    expect(Buffer.byteLength(name)).toBeGreaterThan(180)
    const stem = name.slice(0, -'.pdf'.length)
    expect(stem.length % part.normalize('NFC').length).toBe(0)
  }
})

test('any document gets one extension, that of its type, and a name that every system accepts', () => {
  const pieces = fc.constantFrom(
    '.hta',
    '.pdf',
    '.',
    ' ',
    'con',
    'a',
    '\u202e',
    '/',
    '.jpg',
    '\u0301',
    '１',
    '_',
    '.7z',
    ':',
  )
  const names = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(names, fc.constantFrom(...documentTypes), (sent, type) => {
      const name = documentName(sent, type)
      const extension = { 'application/pdf': 'pdf', 'image/png': 'png', 'image/jpeg': 'jpg' }[type]
      expect(name).toMatch(
        new RegExp(`^[^. ].*(?<![. ])\\.${extension}$|^[^. ]\\.${extension}$`, 's'),
      )
      expect(name.slice(0, -extension.length - 1)).not.toMatch(/\.[\p{L}\p{N}]*\p{L}/u)
      expect(name).not.toMatch(/[/\\\p{C}\p{Zl}\p{Zp}"<>:|?*]/u)
      expect(name).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d) *\./i)
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200)
      expect(documentName(name, type)).toBe(name)
      expect(() => encodeURIComponent(name)).not.toThrow()
    }),
    { numRuns: 500 },
  )
})
