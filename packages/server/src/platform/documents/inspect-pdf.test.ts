import { deflateSync } from 'node:zlib'
import { processorMs } from '@touchstone/recognition/testing/processor-time'
import fc from 'fast-check'
import PdfDocument from 'pdfkit'
import { expect, test } from 'vitest'
import {
  chains,
  filterBomb,
  harmless,
  hidings,
  object,
  payloads,
  places,
  plain,
  script,
  spellings,
  withCatalog,
  withFontProgram,
} from '../../../test/active-pdfs.ts'
import { hasChromium, launchChromium } from '../../../test/launch-chromium.ts'
import {
  assemblePdf,
  filterEntry,
  objectStream,
  pack,
  stream,
  type Packing,
} from '../../../test/pdf-files.ts'
import { inspectPdf } from './inspect-pdf.ts'

test.each(Object.keys(places))(
  'what is harmless passes in %s, and nothing else does, however it is written',
  (name) => {
    const place = places[name]!
    for (const spell of Object.values(spellings)) {
      expect(inspectPdf(place(`<< ${spell(harmless)} >>`))).toEqual({
        accepted: true,
        flags: ['links'],
      })
    }
    for (const [kind, entries] of Object.entries(payloads)) {
      for (const [spelling, spell] of Object.entries(spellings)) {
        const inspection = inspectPdf(place(`<< ${spell(entries)} >>`))
        expect([kind, spelling, inspection]).toEqual([
          kind,
          spelling,
          expect.objectContaining({ accepted: false }),
        ])
      }
    }
  },
)

test.each(Object.keys(hidings))('a file with %s is refused', (name) => {
  expect(inspectPdf(hidings[name]!())).toMatchObject({ accepted: false })
})

test('the same files are read where they hide nothing', () => {
  const lengths = ['7 0 obj 3 endobj\n', '7 0 obj 3 endobj\n', stream(9, '/Length 7 0 R', 'xxx')]
  const word = stream(5, '', 'BT (The trailer of the object streams) Tj ET')
  const profile = stream(
    6,
    '/N 3 /Filter /FlateDecode',
    deflateSync(Buffer.from([0, 0, 12, 48, 0, 0, 0, 0, 2])),
  )
  const opening = withCatalog(
    '/OpenAction [3 0 R /Fit] /Names << /A << /S /GoTo /D [3 0 R /Fit] >> >>',
  )
  expect(inspectPdf(assemblePdf([...opening, ...lengths, word, profile]))).toEqual({
    accepted: true,
    flags: [],
  })
})

test.each(['[0.001 0 0 0.001 0 0]', '[ 1e-3 0 -.1 +.001 0. 0 ]'])(
  'a font program of the matrix %s passes',
  (matrix) => {
    expect(inspectPdf(withFontProgram(matrix))).toEqual({ accepted: true, flags: [] })
  },
)

test('fonts, flags of annotations and outlines, and links to the web, to mail and to telephones pass', () => {
  const links = ['http://a.example', 'HTTPS://a.example', 'mailto:a@a.example', 'tel:+6221']
  const content = assemblePdf([
    ...withCatalog('/URI << /Base (https://a.example/) >> /Outlines 8 0 R'),
    ...links.map(
      (link, at) => `${at + 20} 0 obj << /F 4 /A << /S /URI /URI (${link}) >> >> endobj\n`,
    ),
    '5 0 obj << /Type /Font /Subtype /Type3 /FontMatrix 6 0 R /FontBBox [0 0 9 9] >> endobj\n',
    '6 0 obj [0.001 0 0 .001 -0 0] endobj\n',
    '7 0 obj << /Font << /F 5 0 R /A 5 0 R >> >> endobj\n',
    '8 0 obj << /Title (1) /F 2 /Next 9 0 R >> endobj\n',
    '9 0 obj << /A << /S /GoTo /D [3 0 R /Fit] /Next [10 0 R << /S /Named /N /NextPage >>] >> >> endobj\n',
    '10 0 obj << /S /URI /URI (https://a.example) /Next [10 0 R] >> endobj\n',
  ])
  expect(inspectPdf(content)).toEqual({ accepted: true, flags: ['links'] })
})

test('for any change to a file, it ends soon and no script passes', () => {
  const base = assemblePdf([...plain, objectStream(8, { 5: script }), object.replace('5', '6')])
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          at: fc.nat(base.length),
          cut: fc.nat(6),
          put: fc.uint8Array({ maxLength: 6 }),
        }),
        { maxLength: 3 },
      ),
      (edits) => {
        let bytes = base
        for (const { at, cut, put } of edits) {
          bytes = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + cut)])
        }
        // One of the two scripts remains, unless both were hit.
        if (bytes.includes('/S /JavaScript /JS')) expect(inspectPdf(bytes).accepted).toBe(false)
        else inspectPdf(bytes)
      },
    ),
    { numRuns: 1000 },
  )
})

test('a stream that ends as a line does is read to its own end', () => {
  // Found by chance: one compressed stream in 256 ends with a carriage return.
  const text = Array.from({ length: 50_000 }, (_, at) => `${at}`).find(
    (candidate) => deflateSync(candidate).at(-1) === 13,
  )!
  const body = deflateSync(text)
  const byReference = stream(6, '/Filter /FlateDecode /Length 7 0 R', body)
  const objects = [
    stream(5, '/Filter /FlateDecode', body),
    byReference,
    `7 0 obj ${body.length} endobj\n`,
  ]
  expect(inspectPdf(assemblePdf([...plain, ...objects]))).toEqual({ accepted: true, flags: [] })
})

test('any stream is read to its stated end, or the file is refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.constantFrom(...chains), (bytes, chain) => {
      const body = pack(Buffer.from(bytes), chain)
      const inspection = inspectPdf(assemblePdf([...plain, stream(5, filterEntry(chain), body)]))
      expect(inspection).toEqual({ accepted: true, flags: [] })
    }),
  )
})

test.each([
  [
    'streams',
    () =>
      stream(
        5,
        filterEntry(['FlateDecode', 'FlateDecode']),
        pack(Buffer.alloc(100_000_000), ['FlateDecode', 'FlateDecode']),
      ),
  ],
  [
    'runs',
    () =>
      stream(
        5,
        filterEntry(['RunLengthDecode']),
        Buffer.concat([Buffer.alloc(2_000_000, Buffer.from([129, 0])), Buffer.from([128])]),
      ),
  ],
  ['values', () => `5 0 obj\n[${'0 '.repeat(2_000_000)}]\nendobj\n`],
  ['digits', () => `5 0 obj\n${'1'.repeat(5_000_000)}x\nendobj\n`],
  ['comments', () => '%\n'.repeat(2_000_000)],
  ['depth', () => `5 0 obj\n${'['.repeat(5_000_000)}\nendobj\n`],
  ['versions', () => '5 0 obj 5 0 R endobj\n'.repeat(200_000)],
  [
    'streams of nothing',
    () => Buffer.concat(Array.from({ length: 6000 }, (_, at) => stream(at + 9, '', ''))),
  ],
  [
    'actions',
    () => {
      const lists = Array.from(
        { length: 100 },
        (_, at) => `${at + 50} 0 obj [${`${at + 51} 0 R `.repeat(2000)}] endobj\n`,
      )
      return `5 0 obj << /A 50 0 R >> endobj\n${lists.join('')}150 0 obj << /S /Thread >> endobj\n`
    },
  ],
  ['words', () => stream(5, '', '%\nobj 0'.repeat(1_000_000))],
])('a bomb of %s is refused in little time and memory', (_what, bomb) => {
  const content = assemblePdf([...plain, bomb()])
  const started = processorMs()
  expect(inspectPdf(content)).toMatchObject({ accepted: false })
  expect(processorMs() - started).toBeLessThan(5000)
})

test.each(['ASCIIHexDecode', 'ASCII85Decode', 'RunLengthDecode'] as const)(
  'a bomb of filters that ends in nothing by %s is refused in little time',
  (last) => {
    const content = filterBomb(60, last)
    const started = processorMs()
    expect(inspectPdf(content)).toMatchObject({ accepted: false })
    expect(processorMs() - started).toBeLessThan(2000)
  },
)

test('every filter step of a document counts, whatever its streams end with', () => {
  const chain: Packing[] = ['FlateDecode', 'RunLengthDecode']
  const text = Buffer.alloc(20 * 1024 * 1024, ' ')
  text[0] = 128
  const body = pack(text, ['FlateDecode'])
  const inspectWith = (count: number) => {
    const streams = Array.from({ length: count }, (_, at) =>
      stream(at + 9, filterEntry(chain), body),
    )
    return inspectPdf(assemblePdf([...plain, ...streams]))
  }
  expect(inspectWith(1)).toEqual({ accepted: true, flags: [] })
  expect(inspectWith(2)).toEqual({ accepted: false, reason: 'too-large' })
})

test.each([
  [
    'matrices',
    '[0.001 0 0 0.001 0 0]',
    (many: number) => `[${'<</FontMatrix 6 0 R>>'.repeat(many)}]`,
  ],
  ['actions', '<</S/GoTo>>', (many: number) => `<</A [${'6 0 R '.repeat(many)}]>>`],
  ['kinds', '/GoTo', (many: number) => `[${'<</A<</S 6 0 R>>>>'.repeat(many)}]`],
])('a short file is refused whose %s refer very often to one object', (_what, value, held) => {
  const versions = Array.from({ length: 100 }, () => `6 0 obj\n${value}\nendobj\n`)
  const file = (many: number) =>
    assemblePdf([...plain, ...versions, objectStream(9, { 7: held(many) })])
  expect(file(300_000).length).toBeLessThan(30_000)
  expect(inspectPdf(file(300_000))).toEqual({ accepted: false, reason: 'too-large' })
  expect(inspectPdf(file(10_000))).toEqual({ accepted: true, flags: [] })
})

test.each([
  ['matrix', '[0.001 0 0 0.001 0 1]', '[0 0 0 (x) 0 0]', '<</FontMatrix 6 0 R>>'],
  ['action', '<</S/GoTo>>', '<</S/Thread>>', '<</A 6 0 R>>'],
  ['kind of action', '/GoTo', '/Thread', '<</A<</S 6 0 R>>>>'],
])(
  'every version of an object counts as a %s, wherever one refers to it first',
  (_what, good, bad, user) => {
    const file = (...versions: string[]) =>
      inspectPdf(
        assemblePdf([
          ...plain,
          ...versions.map((value) => `6 0 obj\n${value}\nendobj\n`),
          `7 0 obj\n[<</Other 6 0 R>> ${user} ${user}]\nendobj\n`,
        ]),
      )
    expect(file(good, good).accepted).toBe(true)
    expect([file(good, bad).accepted, file(bad, good).accepted]).toEqual([false, false])
  },
)

test('as many comments as are read pass', () => {
  const comments = '%\n'.repeat(400_000)
  expect(inspectPdf(assemblePdf([...plain, comments]))).toEqual({ accepted: true, flags: [] })
  const packed = objectStream(8, { 5: `(x)\n${comments}` })
  expect(inspectPdf(assemblePdf([...plain, packed]))).toEqual({ accepted: true, flags: [] })
})

test.each([
  '%%Invocation: gs -dBATCH -c <</CompatibilityLevel 1.7>> setdistillerparams',
  '% ReportLab Generated PDF document http://www.reportlab.com',
  '%1 < 2, <00FF>, a <- b, <<',
])('the comment of a producer passes: %s', (comment) => {
  const content = assemblePdf(plain, { begin: `%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n${comment}\n` })
  expect(inspectPdf(content)).toEqual({ accepted: true, flags: [] })
})

test('a document that is to be signed with a service of the web passes, with its link', () => {
  const value = '/SV << /Type /SV /Cert << /URL (https://a.example/enroll) /URLType /Browser >> >>'
  const content = assemblePdf([
    ...withCatalog('/AcroForm << >>'),
    `5 0 obj << /FT /Sig ${value} >> endobj\n`,
  ])
  expect(inspectPdf(content)).toEqual({ accepted: true, flags: ['form', 'links'] })
})

test('documents of pdfkit pass, with pictures, fonts, links and forms', async () => {
  const document = new PdfDocument({ pdfVersion: '1.7', info: { Title: 'Invoice (trailer) 17' } })
  const parts: Buffer[] = []
  document.on('data', (part: Buffer) => parts.push(part))
  const ended = new Promise((resolve) => document.on('end', resolve))
  document.font('Times-Roman').text('Invoice 17, Rp 90.000', { link: 'https://a.example/?a=(1)' })
  document.addPage().rect(10, 10, 100, 100).fill('#336699')
  document.linearGradient(0, 0, 9, 9).stop(0, 'red').stop(1, 'blue')
  document.initForm()
  document.formText('name', 10, 200, 100, 20, { value: 'Dewi' })
  document.end()
  await ended
  expect(inspectPdf(Buffer.concat(parts))).toEqual({ accepted: true, flags: ['form', 'links'] })
})

test.skipIf(!hasChromium)(
  'what Chromium prints passes, with text, links and pictures',
  async () => {
    const browser = await launchChromium()
    try {
      const page = await browser.newPage()
      await page.setContent(
        `<h1>Invoice 17 发票</h1><a href="https://a.example">shop</a><table><tr><td>Rp 90.000</td></tr></table>
<svg width="90" height="90"><circle cx="40" cy="40" r="30" fill="teal" opacity="0.5"/></svg>
<input value="x">`.repeat(40),
      )
      for (const options of [{}, { tagged: true, outline: true }]) {
        const inspection = inspectPdf(await page.pdf(options))
        expect(inspection).toEqual({ accepted: true, flags: ['links'] })
      }
    } finally {
      await browser.close()
    }
  },
)
