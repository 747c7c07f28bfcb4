import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkDocuments } from './documents.ts'
import { pdfNames } from './pdf-names.ts'
import { jpeg, packedObjects, pdf, png } from '../../../test/document-files.ts'
import { typeOfDocument } from './type.ts'

const sent = (content: Buffer, name = 'a') => [{ name, content: content.toString('base64') }]

test.each([
  ['a PDF', pdf('Invoice'), 'application/pdf'],
  ['a picture', png(40, 30), 'image/png'],
  ['a photo', jpeg(4000, 3000), 'image/jpeg'],
])('%s is taken for what its bytes are', (_what, content, mediaType) => {
  expect(checkDocuments(sent(content))).toMatchObject([{ mediaType, flags: [] }])
})

test.each([
  ['a script', pdf('x', { catalog: '/OpenAction << /S /JavaScript /JS (app.alert(1)) >>' })],
  ['a script in another spelling', pdf('x', { catalog: '/AA << /S /Java#53cript >>' })],
  ['a script in packed objects', pdf('x', { objects: [packedObjects('<< /S /JavaScript >>')] })],
  ['a program', pdf('x', { catalog: '/OpenAction << /S /Launch /F (a.exe) >>' })],
  ['a file inside', pdf('x', { catalog: '/Names << /EmbeddedFiles 4 0 R >>' })],
  ['a form with a program', pdf('x', { catalog: '/AcroForm << /XFA 4 0 R >>' })],
  ['a password', pdf('x', { catalog: '/Encrypt 4 0 R' })],
  [
    'objects that are packed otherwise',
    pdf('x', {
      objects: ['9 0 obj\n<< /Type /ObjStm /Filter /ASCIIHexDecode >>\nstream\n3c3c>\nendstream\n'],
    }),
  ],
  ['far more inside than it is', pdf('x', { objects: [packedObjects(Buffer.alloc(80_000_000))] })],
  ['a picture that fills a memory', png(100_000, 100_000)],
  ['half a picture', png(10, 10).subarray(0, 20)],
  ['a zip', Buffer.from('504b0304140000000800', 'hex')],
  ['a web page', Buffer.from('<!doctype html><script>alert(1)</script>')],
  ['a drawing', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
])('a document with %s is refused, and says which', (_what, content) => {
  expect(() => checkDocuments([...sent(png(1, 1)), ...sent(content)])).toThrow(
    '/documents/1/content',
  )
})

test('links and forms are told to whoever opens it', () => {
  const content = pdf('x', { catalog: '/AcroForm << >> /A << /S /URI /URI (https://a.example) >>' })
  expect(checkDocuments(sent(content))).toMatchObject([{ flags: ['form', 'links'] }])
})

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\bills\\in‮fdp.exe', 'infdp.exe'],
  ['a\u0000b\r\n"c".pdf', 'abc.pdf'],
  ['///', 'document'],
])('the name %j is kept as %j', (name, kept) => {
  expect(checkDocuments(sent(png(1, 1), name))[0]!.name).toBe(kept)
})

test('documents are at most so large, each and together', () => {
  const large = Buffer.concat([png(1, 1), Buffer.alloc(9 * 1024 * 1024)])
  expect(() => checkDocuments([...sent(large), ...sent(large)])).not.toThrow()
  expect(() => checkDocuments([...sent(large), ...sent(large), ...sent(large)])).toThrow('together')
  const one = Buffer.concat([png(1, 1), Buffer.alloc(11 * 1024 * 1024)])
  expect(() => checkDocuments(sent(one))).toThrow('10485760')
})

test('whatever bytes come, the reader of PDFs ends and finds every name that stands there plainly', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 400 }),
      fc.constantFrom('JS', 'URI', 'Launch'),
      (bytes, name) => {
        const content = Buffer.concat([
          Buffer.from('%PDF-1.4\n'),
          Buffer.from(bytes),
          Buffer.from(` /${name} `),
        ])
        const names = pdfNames(content)
        if (typeof names !== 'string') expect(names.has(name)).toBe(true)
      },
    ),
  )
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (text) => {
      const names = pdfNames(pdf('x', { objects: [packedObjects(`<< /Found ${text}`)] }))
      expect(names).toContain('Found')
    }),
  )
})

test.each([
  ['%PDF-1.7', 'application/pdf'],
  ['\u0089PNG\r\n\u001a\n', 'image/png'],
  ['\u00ff\u00d8\u00ff\u00e0', 'image/jpeg'],
  ['<html>', undefined],
  ['', undefined],
])('a document that begins with %j is %s', (start, type) => {
  expect(typeOfDocument(Buffer.from(start, 'latin1'))).toBe(type)
})
