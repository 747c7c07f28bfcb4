import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AppError } from '../errors/index.ts'
import { checkDocuments, documentChecker } from './documents.ts'
import { inspectPdf } from './inspect-pdf.ts'
import { filterBomb, plain } from '../../../test/active-pdfs.ts'
import {
  film,
  jpeg,
  packedObjects,
  pdf,
  png,
  samsungTrailer,
} from '../../../test/document-files.ts'
import { assemblePdf } from '../../../test/pdf-files.ts'
import { typeOfDocument } from './document-type.ts'

const sent = (content: Buffer, name = 'a') => [{ name, content: content.toString('base64') }]

test.each([
  ['a PDF', pdf('Invoice'), 'application/pdf'],
  ['a picture', png(40, 30), 'image/png'],
  ['a photo', jpeg(4000, 3000), 'image/jpeg'],
])('%s is taken for what its bytes are', async (_what, content, mediaType) => {
  expect(await checkDocuments(sent(content))).toMatchObject([{ mediaType, flags: [] }])
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
])('a document with %s is refused, and says which', async (_what, content) => {
  await expect(checkDocuments([...sent(png(1, 1)), ...sent(content)])).rejects.toThrow(
    '/documents/1/content',
  )
})

test('links and forms are reported to the reader', async () => {
  const content = pdf('x', { catalog: '/AcroForm << >> /A << /S /URI /URI (https://a.example) >>' })
  expect(await checkDocuments(sent(content))).toMatchObject([{ flags: ['form', 'links'] }])
})

test('a document is named after the type of its bytes', async () => {
  const [checked] = await checkDocuments(sent(pdf('x'), '../invoice.hta'))
  expect(checked!.name).toBe('invoice_hta.pdf')
})

test('a bomb of filters is refused in one sentence', async () => {
  await expect(checkDocuments(sent(filterBomb(60, 'RunLengthDecode')))).rejects.toThrow(
    '/documents/0/content decompresses to far more than its size: print it to a new PDF',
  )
})

test('a document that takes more time or memory than it may is refused, and the next one is checked', async () => {
  const long = sent(
    assemblePdf([...plain, `5 0 obj\n[${'<</A[0 0]>>'.repeat(150_000)}]\nendobj\n`]),
  )
  const { checkDocuments: hurried } = documentChecker({ silenceMs: 1, baseMs: 1 })
  await expect(hurried(long)).rejects.toMatchObject({
    class: 'validation-failed',
    message:
      '/documents/0/content takes too long to check: print it to a new PDF, or save it again',
    pointer: '/documents/0/content',
  })
  const { checkDocuments: cramped } = documentChecker({ memoryMb: 1 })
  await expect(cramped(long)).rejects.toMatchObject({
    class: 'validation-failed',
    message:
      '/documents/0/content takes too much memory to check: print it to a new PDF, or save it again',
  })
  expect(await checkDocuments(sent(pdf('x')))).toHaveLength(1)
})

test('the documents of one request share its time, however many they are', async () => {
  const [one] = sent(
    assemblePdf([...plain, `5 0 obj\n[${'<</A[0 0]>>'.repeat(40_000)}]\nendobj\n`]),
  )
  await checkDocuments([one!])
  const refusal = async (): Promise<string> => {
    // The shortest of a few, since the machine may do other work in one of them.
    let shortestMs = Infinity
    for (let turn = 0; turn < 3; turn++) {
      const started = performance.now()
      await checkDocuments([one!])
      shortestMs = Math.min(shortestMs, performance.now() - started)
    }
    const { checkDocuments: brief } = documentChecker({ requestMs: 10 * shortestMs })
    const error: unknown = await brief(Array.from({ length: 45 }, () => one!)).catch(
      (reason: unknown) => reason,
    )
    return error instanceof AppError ? `${error.class} ${error.message}` : 'all were checked'
  }
  // Where the machine is busy with other work for all of this time, the first document is refused for itself.
  await expect
    .poll(refusal)
    .toMatch(
      /^validation-failed \/documents\/[1-9]\d?\/content takes too long to check together with the earlier documents/,
    )
})

test('documents are at most so large, each and together', async () => {
  const large = png(1, 1, { bytes: 9 * 1024 * 1024 })
  expect(await checkDocuments([...sent(large), ...sent(large)])).toHaveLength(2)
  const three = [...sent(large), ...sent(large), ...sent(large)]
  await expect(checkDocuments(three)).rejects.toThrow('together')
  const huge = sent(png(1, 1, { bytes: 11 * 1024 * 1024 }))
  await expect(checkDocuments(huge)).rejects.toThrow('10485760')
})

test('for any bytes the PDF reader ends, and accepts none that plainly contain a script', () => {
  const script = '5 0 obj << /S /JavaScript >> endobj\n'
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, first) => {
      const objects = first ? [script, Buffer.from(bytes)] : [Buffer.from(bytes), script]
      expect(inspectPdf(pdf('x', { objects })).accepted).toBe(false)
    }),
  )
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (text) => {
      const inspection = inspectPdf(
        pdf('x', { objects: [packedObjects(`<< /S /JavaScript ${text}`)] }),
      )
      expect(inspection.accepted).toBe(false)
    }),
  )
})

const note = Buffer.from('1700000000000')
const samsung = samsungTrailer([
  [0x0a30, 'MotionPhoto_Data', film()],
  [0x0a01, 'Image_UTC_Data', note],
])
test.each([
  ['a further photo', jpeg(4, 3)],
  ['a short film', film()],
  [
    'a film behind a further photo and padding',
    Buffer.concat([jpeg(4, 3), Buffer.alloc(9), film()]),
  ],
  ['the trailer of a Samsung phone', samsung],
  ['a film and the trailer', Buffer.concat([film(), samsungTrailer([[0x0a01, 'Note', note]])])],
  ['a small photo in the trailer', samsungTrailer([[1, 'Sub_Image', jpeg(4, 3)]])],
  ['padding', Buffer.alloc(9)],
])('a photo with %s behind it is taken, as cameras make it', async (_what, behind) => {
  const content = Buffer.concat([jpeg(4000, 3000), behind])
  expect(await checkDocuments(sent(content))).toMatchObject([{ mediaType: 'image/jpeg' }])
})

const html = Buffer.from('<script>alert(1)</script>'.repeat(20))
const rar = Buffer.concat([Buffer.from('Rar!\u001a\u0007\u0001\0'), Buffer.alloc(99, 7)])
const program = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(300, 144)])
const zip = Buffer.concat([
  Buffer.from('PK\u0003\u0004\u0014\0\0\0\b\0'),
  Buffer.alloc(99, 7),
  Buffer.from('PK\u0005\u0006'),
  Buffer.alloc(18),
])
const listed = (bytes: Buffer) => samsungTrailer([[0x0a30, 'MotionPhoto_Data', bytes]])
test.each([
  ['an archive that ends as a trailer', Buffer.concat([rar, Buffer.from('SEFT')])],
  ['a program before a trailer', Buffer.concat([program, samsung])],
  ['a page before a trailer', Buffer.concat([html, samsung])],
  ['a program in a trailer', listed(program)],
  ['a page in a trailer', listed(html)],
  ['a program behind what a trailer lists', Buffer.concat([listed(note), program])],
  ['a page that begins as a film', Buffer.concat([Buffer.from('\0\0\0\u0010ftypmp42....'), html])],
  ['a page behind a film', Buffer.concat([film(), html])],
  ['a page in a free box of a film', film({ free: html })],
  ['a page in a box that is not known', film({ uuid: html })],
  ['an archive in the pictures of a film', film({ mdat: rar })],
  ['an archive with padding', film({ mdat: Buffer.concat([zip, Buffer.alloc(200_000)]) })],
  ['half a film', film().subarray(0, -1)],
])('a photo with %s behind it is refused', async (_what, behind) => {
  const content = Buffer.concat([jpeg(4000, 3000), behind])
  await expect(checkDocuments(sent(content))).rejects.toThrow(
    /^\/documents\/0\/content has other data after the picture: save the picture again$/,
  )
})

const archive = Buffer.concat([Buffer.from('PK\u0005\u0006'), Buffer.alloc(18)])
test.each([
  ['a page behind a photo', Buffer.concat([jpeg(4, 3), Buffer.from('<script>alert(1)</script>')])],
  ['a PDF behind a photo', Buffer.concat([jpeg(4, 3), pdf('x')])],
  ['a page behind a second photo', Buffer.concat([jpeg(4, 3), jpeg(4, 3), Buffer.from('<html>')])],
  ['a page behind a picture', Buffer.concat([png(4, 3), Buffer.from('<html>')])],
  [
    'an archive in a remark of a photo',
    Buffer.concat([
      Buffer.from([0xff, 0xd8, 0xff, 0xfe, 0, rar.length + 2]),
      rar,
      jpeg(4, 3).subarray(2),
    ]),
  ],
  ['an archive behind a photo with a film', Buffer.concat([jpeg(4, 3), film(), archive])],
  [
    'an archive in a stream',
    pdf('x', {
      objects: ['9 0 obj\n<< /Length 22 >>\nstream\n', archive, '\nendstream\nendobj\n'],
    }),
  ],
  [
    'very many photos, and half of one',
    Buffer.concat([
      ...Array.from({ length: 100_000 }, () => jpeg(4, 3)),
      Buffer.from([0xff, 0xd8]),
    ]),
  ],
  ['half a photo', jpeg(4, 3).subarray(0, -2)],
  ['a photo without a size', Buffer.from([0xff, 0xd8, 0xff, 0xd9])],
  ['half a picture', png(4, 3).subarray(0, -6)],
])('%s is refused', async (_what, content) => {
  await expect(checkDocuments(sent(content))).rejects.toThrow('/documents/0/content')
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
