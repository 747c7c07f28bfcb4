import { deflateRawSync, deflateSync } from 'node:zlib'
import {
  assemblePdf,
  filterEntry,
  objectStream,
  pack,
  packings,
  stream,
  type Packing,
} from './pdf-files.ts'

const catalog = '1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n'
const pages = '2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n'
const page =
  '3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R >>\nendobj\n'
const drawing = stream(4, '', 'BT /F1 12 Tf (Invoice 17) Tj ET')
export const plain = [catalog, pages, page, drawing]
export const withCatalog = (entries: string) => [
  `1 0 obj\n<< /Type /Catalog /Pages 2 0 R ${entries} >>\nendobj\n`,
  ...plain.slice(1),
]

/** Content that runs by itself or carries files, each as entries of a dictionary. */
export const payloads = {
  script: '/S /JavaScript /JS (app.alert\\(1\\))',
  'script elsewhere': '/S /JavaScript /JS 4 0 R',
  program: '/S /Launch /F (calc.exe)',
  'form that sends': '/S /SubmitForm /F (https://a.example)',
  'data that loads': '/S /ImportData /F (a.fdf)',
  'file inside': '/Type /EmbeddedFile /Length 3',
  'files inside': '/EmbeddedFiles << /Names [] >>',
  'attached file': '/Subtype /FileAttachment /FS << /EF << /F 4 0 R >> >>',
  film: '/Subtype /RichMedia /RichMediaContent << >>',
  'form with a program': '/XFA 4 0 R',
  'other document': '/S /GoToE /T << >>',
  'remote document': '/S /GoToR /F (a.pdf)',
  rendition: '/S /Rendition /JS (1) /OP 0',
  'opening program': '/OpenAction << /S /Named /N /Print >>',
  'opening address': '/OpenAction << /S /URI /URI (https://a.example) >>',
  'opening further':
    '/OpenAction << /S /GoTo /D [3 0 R /Fit] /Next << /S /URI /URI (https://a.example) >> >>',
  trigger: '/AA << /O << /S /GoTo /D [3 0 R /Fit] >> >>',
  'unknown action': '/A << /S /Thread /F (a.pdf) >>',
  share: '/A << /S /URI /URI (file:///etc/passwd) >>',
  'script as an address': '/A << /S /URI /URI (java\\\nscript:alert\\(1\\)) >>',
  model: '/Subtype /3D /3DD 4 0 R',
  'script in a matrix':
    '/Type /Font /Subtype /Type1 /FontMatrix [1 2 3 4 5 (1\\); alert\\(1\\) //)]',
  'script in a matrix of a description':
    '/FontDescriptor << /Type /FontDescriptor /FontMatrix [1 2 3 4 5 (1\\); alert\\(1\\))] >>',
  'script as a matrix': '/FontMatrix (1\\); alert\\(1\\) //)',
  'matrix of five numbers': '/FontMatrix [1 0 0 1 0]',
  'matrix of a name': '/FontMatrix [1 0 0 1 0 /x]',
  'matrix of a list': '/FontMatrix [1 0 0 1 0 [(x)]]',
  'script in a box': '/FontBBox [0 0 0 (1\\); alert\\(1\\))]',
  'further actions': '/A << /S /GoTo /D [3 0 R /Fit] /Next [<< /S /Thread /D 0 >>] >>',
  'further actions in lists':
    '/A << /S /GoTo /D [3 0 R /Fit] /Next [[[<< /S /Named /N /NextPage >> << /S /Thread /D 0 >>]]] >>',
  'file of a jump': '/A << /S /GoTo /F (\\\\\\\\evil\\\\x) /D [0 /Fit] >>',
  'file of a further action':
    '/A << /S /GoTo /D [3 0 R /Fit] /Next [<< /S /GoTo /F (\\\\\\\\evil\\\\x) >>] >>',
  'page of another file': '/Subtype /Form /Ref << /F (\\\\\\\\evil\\\\x.pdf) /Page 0 >>',
  'page of a described file': '/Ref << /F << /Type /F /F (\\\\\\\\evil\\\\x.pdf) >> /Page 0 >>',
  'file of one system': '/Ref << /F << /Type /F /DOS (\\\\\\\\evil\\\\x.pdf) >> /Page 0 >>',
  'program for printers': '/Type /XObject /Subtype /PS',
  'form for printers': '/Type /XObject /Subtype /Form /Subtype2 /PS',
  'share of no scheme': '/A << /S /URI /URI (//host/share) >>',
  'share with backslashes': '/A << /S /URI /URI (\\\\\\\\host\\\\share) >>',
  'path with a backslash': '/A << /S /URI /URI (x\\\\..\\\\share) >>',
  'path of no scheme': '/A << /S /URI /URI (/etc/passwd) >>',
  'address as a name': '/A << /S /URI /URI /#2Fhost >>',
  'base of no scheme': '/URI << /Base (//host/share) >>',
  'address for signers': '/FT /Sig /SV << /Cert << /URL (file:///c:/x) >> >>',
  'share for signers': '/SV << /TimeStamp << /URL (\\\\\\\\host\\\\share) >> >>',
  'pages of the web': '/SpiderInfo << /V 1.25 /C [<< /URL (https://a.example) /L 1 >>] >>',
}
export const harmless = '/S /URI /URI (https://a.example) /Kind (Rp 90.000)'

/** Other ways to write the same entries. */
export const spellings: Record<string, (entries: string) => string> = {
  plain: (entries) => entries,
  'escaped names': (entries) =>
    outsideStrings(entries, (text) =>
      text.replace(
        /\/(\w+)/g,
        (_, name: string) =>
          `/${[...name].map((character) => `#${character.charCodeAt(0).toString(16)}`).join('')}`,
      ),
    ),
  'one escaped letter': (entries) =>
    outsideStrings(entries, (text) =>
      text.replace(
        /\/(\w)(\w*)/g,
        (_, first: string, rest: string) =>
          `/#${first.charCodeAt(0).toString(16).toUpperCase()}${rest}`,
      ),
    ),
  'comments between': (entries) => outsideStrings(entries, (text) => text.replace(/ /g, '%)>>\n')),
  'nulls between': (entries) => outsideStrings(entries, (text) => text.replace(/ /g, '\0\f\t')),
  'nothing between': (entries) =>
    outsideStrings(entries, (text) => text.replace(/ (?=[/<[(])/g, '')),
}

function outsideStrings(entries: string, work: (text: string) => string): string {
  return entries.replace(/\((?:\\[^]|[^\\)])*\)|[^(]+/g, (part) =>
    part.startsWith('(') ? part : work(part),
  )
}

export const chains: Packing[][] = [
  [],
  ...(Object.keys(packings) as Packing[]).map((name) => [name]),
  ['ASCIIHexDecode', 'FlateDecode'],
  ['ASCII85Decode', 'LZWDecode', 'RunLengthDecode'],
  ['ASCII85Decode', 'FlateDecode', 'FlateDecode'],
]

/** The places in well-formed files where a viewer finds a dictionary. */
export const places: Record<string, (dictionary: string) => Buffer> = {
  catalog: (dictionary) => assemblePdf(withCatalog(`/Names ${dictionary}`)),
  'object that nothing leads to': (dictionary) =>
    assemblePdf([...plain, `5 0 obj\n${dictionary}\nendobj\n`]),
  'deep array': (dictionary) =>
    assemblePdf(withCatalog(`/Names [[[<< /Kids [${dictionary}] >>]]]`)),
  trailer: (dictionary) => assemblePdf(plain, { trailer: `/Info ${dictionary}` }),
  'dictionary of a stream': (dictionary) =>
    assemblePdf([...plain, stream(5, `/Piece ${dictionary}`, 'x')]),
  update: (dictionary) => {
    const first = assemblePdf(plain)
    const second = `3 0 obj\n<< /Type /Page /Parent 2 0 R /Extra ${dictionary} >>\nendobj\nxref\n3 1\n${String(first.length).padStart(10, '0')} 00000 n \ntrailer\n<< /Size 5 /Root 1 0 R /Prev 9 >>\nstartxref\n9\n%%EOF\n`
    return Buffer.concat([first, Buffer.from(second)])
  },
  'table as a stream': (dictionary) =>
    Buffer.concat([
      assemblePdf(plain),
      stream(
        9,
        `/Type /XRef /Size 1 /W [1 2 1] /Root 1 0 R /Info ${dictionary} ${filterEntry(['FlateDecode'])}`,
        pack(Buffer.alloc(4), ['FlateDecode']),
      ),
      Buffer.from('startxref\n9\n%%EOF\n'),
    ]),
  'hybrid table': (dictionary) =>
    assemblePdf([...plain, objectStream(8, { 5: dictionary })], { trailer: '/XRefStm 9' }),
  ...Object.fromEntries(
    chains.map((chain) => [
      `objects packed by ${chain.join(', ') || 'nothing'}`,
      (dictionary: string) =>
        assemblePdf([...plain, objectStream(8, { 5: '(first)', 6: dictionary, 7: '17' }, chain)]),
    ]),
  ),
}

export const script = `<< ${payloads.script} >>`
export const object = `5 0 obj\n${script}\nendobj\n`
/** Stored blocks, which deflate uses for incompressible data, so that the bytes are in the file unchanged. */
const stored = (text: string) => deflateSync(Buffer.from(text), { level: 0 })
/**
 * The first part stored and the second compressed: a parser that ends a stream at the first `endstream` never
 * inflates the second.
 */
function storedInPart(first: string, second: string): Buffer {
  const head = Buffer.from([0x78, 0x01, 0, 0, 0, 0, 0])
  head.writeUInt16LE(first.length, 3)
  head.writeUInt16LE(0xffff - first.length, 5)
  const checksum = deflateSync(first + second).subarray(-4)
  return Buffer.concat([head, Buffer.from(first), deflateRawSync(second), checksum])
}
const text = `6 0 7 12 (endstream) ${script}`
const packedHead = '/Type /ObjStm /N 2 /First 9 /Filter /FlateDecode'

/** A document with a Type 1 font program of this matrix. */
export const withFontProgram = (matrix: string, entries = ''): Buffer =>
  assemblePdf([
    ...plain,
    '6 0 obj\n<< /Type /FontDescriptor /FontName /X /FontBBox [0 -200 1000 900] /FontFile 7 0 R >>\nendobj\n',
    stream(
      7,
      `${entries} /Filter /FlateDecode`,
      deflateSync(
        `%!PS-AdobeFont-1.0: X\n/FontType 1 def\n/FontMatrix ${matrix} readonly def\n/FontBBox {0 -200 1000 900} readonly def\ncurrentfile eexec\n`,
      ),
    ),
  ])

/** Streams that end in nothing, each over steps of 63 MiB. */
export function filterBomb(count: number, last: Packing): Buffer {
  const chain: Packing[] = ['FlateDecode', 'FlateDecode', last]
  const text = Buffer.alloc(63 * 1024 * 1024, ' ')
  // The end of runs.
  if (last === 'RunLengthDecode') text[0] = 128
  const body = pack(text, ['FlateDecode', 'FlateDecode'])
  const streams = Array.from({ length: count }, (_, at) => stream(at + 9, filterEntry(chain), body))
  return assemblePdf([...plain, ...streams])
}

/** Ways to hide an object, each in a file that some viewer reads. */
export const hidings: Record<string, () => Buffer> = {
  'endstream inside a stream that is stored in part': () =>
    assemblePdf([...plain, stream(8, packedHead, storedInPart('6 0 7 12 (endstream) ', script))]),
  'endstream inside a stored stream': () =>
    assemblePdf([...plain, stream(8, packedHead, stored(text))]),
  'endstream inside a plain stream of objects': () =>
    assemblePdf([
      ...plain,
      stream(8, '/Type /ObjStm /N 2 /First 9', `6 0 7 12 \nendstream\n${script}`),
    ]),
  'an object inside the drawing': () => assemblePdf([...plain, stream(9, '', `BT ET\n${object}`)]),
  'an object inside the drawing, with comments': () =>
    assemblePdf([...plain, stream(9, '', `BT ET\n5%a\n0%b\n%c\nobj ${script}`)]),
  'an object inside a string': () =>
    assemblePdf([...plain, `9 0 obj\n(x ${object.replace(/[()]/g, '')})\nendobj\n`]),
  'an object inside a comment': () => assemblePdf([...plain, `% 5 0 obj ${script} endobj\n`]),
  'a trailer inside a stream': () =>
    assemblePdf([...plain, stream(9, '', `trailer << /Root << /OpenAction ${script} >> >>`)]),
  'an end inside a stream': () => assemblePdf([...plain, stream(9, '', 'startxref\n15\n%%EOF')]),
  'a length too short': () => assemblePdf([...plain, stream(9, '/Length 2', `xx\n${object}`)]),
  'a length too long': () => assemblePdf([...plain, stream(9, '/Length 90', 'x')]),
  'a length of no number': () => assemblePdf([...plain, stream(9, '/Length (3)', 'xxx')]),
  'no length': () =>
    assemblePdf([...plain, Buffer.from('9 0 obj\n<< /A 1 >>\nstream\nx\nendstream\nendobj\n')]),
  'a length that is nowhere': () => assemblePdf([...plain, stream(9, '/Length 17 0 R', 'xxx')]),
  'a length of two values': () =>
    assemblePdf([
      ...plain,
      '7 0 obj 3 endobj\n',
      '7 0 obj 1 endobj\n',
      stream(9, '/Length 7 0 R', 'xxx'),
    ]),
  'two lengths': () => assemblePdf([...plain, stream(9, '/Length 1 /Length 3', 'xxx')]),
  'two lengths in two spellings': () =>
    assemblePdf([...plain, stream(9, '/Length 3 /#4cength 1', 'xxx')]),
  'a stream that inflates in part': () =>
    assemblePdf([
      ...plain,
      stream(8, packedHead, stored(text.replace('endstream', 'x')).subarray(0, -9)),
    ]),
  'a stream with a wrong checksum': () => {
    const body = deflateSync('(x)')
    body[body.length - 1]! ^= 1
    return assemblePdf([...plain, stream(9, '/Filter /FlateDecode', body)])
  },
  'more behind a stream': () =>
    assemblePdf([
      ...plain,
      stream(9, '/Filter /FlateDecode', Buffer.concat([deflateSync('x'), Buffer.from(script)])),
    ]),
  'deflate without its head': () =>
    assemblePdf([
      ...plain,
      stream(
        8,
        '/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode',
        deflateRawSync(`7 0 ${script}`),
      ),
    ]),
  'objects that begin inside a string': () =>
    assemblePdf([
      ...plain,
      stream(8, '/Type /ObjStm /N 1 /First 4', `7 1 (${script.replace(/[()]/g, '')})`),
    ]),
  'objects before the first': () =>
    assemblePdf([
      ...plain,
      stream(8, '/Type /ObjStm /N 1 /First 60', `7 0 ${script.padEnd(56)}(x)`),
    ]),
  'objects of no type': () => assemblePdf([...plain, stream(8, '/N 1 /First 4', `7 0 ${script}`)]),
  'objects of no type and no first': () =>
    assemblePdf([...plain, stream(8, '/N 1', `7 0 ${script}`)]),
  'objects of a type elsewhere': () =>
    assemblePdf([
      ...plain,
      '7 0 obj /ObjStm endobj\n',
      stream(8, '/Type 7 0 R /N 1 /First 4', `7 0 ${script}`),
    ]),
  'objects that are a picture, too': () =>
    assemblePdf([...plain, stream(8, '/Subtype /Image /N 1 /First 4', `7 0 ${script}`)]),
  'objects packed as a picture': () =>
    assemblePdf([
      ...plain,
      stream(8, '/Type /ObjStm /N 1 /First 4 /Filter /DCTDecode', `7 0 ${script}`),
    ]),
  'objects that are predicted': () =>
    assemblePdf([
      ...plain,
      stream(
        8,
        '/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 5 >>',
        deflateSync(`7 0 ${script}`),
      ),
    ]),
  'a filter elsewhere': () =>
    assemblePdf([
      ...plain,
      '7 0 obj /FlateDecode endobj\n',
      stream(8, '/Type /ObjStm /N 1 /First 4 /Filter 7 0 R', deflateSync(`7 0 ${script}`)),
    ]),
  'a filter that nobody knows': () => assemblePdf([...plain, stream(9, '/Filter /Crypt', 'x')]),
  'a short filter': () =>
    assemblePdf([
      ...plain,
      stream(
        8,
        '/Type /ObjStm /N 1 /First 4 /F /AHx',
        Buffer.from(`7 0 ${script}`).toString('hex'),
      ),
    ]),
  'bytes in another file': () =>
    assemblePdf([...plain, stream(9, '/F (\\\\\\\\host\\\\share)', '')]),
  'a password': () => assemblePdf(plain, { trailer: '/Encrypt << /Filter /Standard >>' }),
  'an opening by reference': () =>
    assemblePdf([
      ...withCatalog('/OpenAction 5 0 R'),
      '5 0 obj [3 0 R /Fit] endobj\n',
      '5 0 obj << /S /URI /URI (https://a.example) >> endobj\n',
    ]),
  'an opening by two references': () =>
    assemblePdf([
      ...withCatalog('/OpenAction 5 0 R'),
      '5 0 obj 6 0 R endobj\n',
      '6 0 obj << /S /Named >> endobj\n',
    ]),
  'an action by reference': () =>
    assemblePdf([
      ...withCatalog('/Extra << /A 5 0 R >>'),
      '5 0 obj << /S 6 0 R >> endobj\n',
      '6 0 obj /Thread endobj\n',
    ]),
  'further actions by references': () =>
    assemblePdf([
      ...withCatalog('/Extra << /A << /S /GoTo /D [3 0 R /Fit] /Next 5 0 R >> >>'),
      '5 0 obj [6 0 R] endobj\n',
      '6 0 obj [5 0 R 7 0 R] endobj\n',
      '7 0 obj << /S /Thread /D 0 >> endobj\n',
    ]),
  'a file by reference': () =>
    assemblePdf([
      ...withCatalog('/Extra << /Ref << /F 5 0 R /Page 0 >> >>'),
      '5 0 obj (\\\\\\\\evil\\\\x.pdf) endobj\n',
    ]),
  'a matrix by reference': () =>
    assemblePdf([
      ...withCatalog('/Extra << /FontMatrix 5 0 R >>'),
      '5 0 obj [1 0 0 1 0 0] endobj\n',
      '5 0 obj [1 0 0 1 0 (1\\); alert\\(1\\))] endobj\n',
    ]),
  'a number of a matrix by reference': () =>
    assemblePdf([
      ...withCatalog('/Extra << /FontMatrix [1 0 0 1 0 5 0 R] >>'),
      '5 0 obj (1\\); alert\\(1\\)) endobj\n',
    ]),
  'a matrix that is nowhere': () => assemblePdf(withCatalog('/Extra << /FontMatrix 17 0 R >>')),
  'a matrix escaped twice': () =>
    assemblePdf(withCatalog('/Extra << /Font#234datrix [1 0 0 1 0 (x)] >>')),
  'a script in the matrix of a font program': () => withFontProgram('[1 2 3 4 5 (1); alert(1)]'),
  'a script in the matrix of a font program, behind white space': () =>
    withFontProgram('[0.001 0 0 0.001 0 0] def\n/ \tFontMatrix [0 0 0 0 0 (a)]'),
  'a script in the matrix of a font program, behind a line': () =>
    withFontProgram('[0.001 0 0 0.001 0 0] def\n/\r\nFontMatrix [0 0 0 0 0 (a)]'),
  'a script in the matrix of a font program, behind a comment': () =>
    withFontProgram('[0.001 0 0 0.001 0 0] def\n/ % x\n FontMatrix [0 0 0 0 0 (a)]'),
  'a page of the web in a comment': () =>
    assemblePdf(plain, { begin: '%PDF-1.7\n%<html><script>alert(1)</script>\n' }),
  'a page of the web in its first line': () =>
    assemblePdf(plain, { begin: '%PDF-1.7 <!doctype html>\n' }),
  'text of packed text': () => {
    const chain: Packing[] = ['FlateDecode', 'ASCIIHexDecode']
    return assemblePdf([...plain, stream(9, filterEntry(chain), pack(Buffer.from('x'), chain))])
  },
  'packing of packing of packing of packing': () => {
    const chain: Packing[] = ['FlateDecode', 'FlateDecode', 'FlateDecode', 'FlateDecode']
    return assemblePdf([...plain, stream(9, filterEntry(chain), pack(Buffer.from('x'), chain))])
  },
  'addresses that lead back to each other': () =>
    assemblePdf([
      ...withCatalog('/URI 5 0 R'),
      '5 0 obj << /Base 6 0 R >> endobj\n',
      '6 0 obj << /Base 5 0 R >> endobj\n',
      '6 0 obj (//host/share) endobj\n',
    ]),
  'a procedure as the matrix of a font program': () => withFontProgram('{1 2 3 4 5 6 exec}'),
  'a font program of two matrices': () =>
    withFontProgram('[0.001 0 0 0.001 0 0] def /FontMatrix [1 2 3 4 5]'),
  'a script in the matrix of a font program that is a picture, too': () =>
    withFontProgram('[1 2 3 4 5 (1); alert(1)]', '/Subtype /Image'),
  'a program for printers by reference': () =>
    assemblePdf([
      ...plain,
      '7 0 obj /PS endobj\n',
      stream(5, '/Type /XObject /Subtype 7 0 R', 'showpage'),
    ]),
  'a name escaped twice': () => assemblePdf(withCatalog('/Names << /S /Java#2353cript >>')),
  'a key twice': () => assemblePdf(withCatalog('/S /URI /S /GoTo')),
  'something behind the end': () => assemblePdf(plain, { behind: 'PK\u0003\u0004' }),
  'a page of the web behind the end': () =>
    assemblePdf(plain, { behind: '<script>alert(1)</script>' }),
  'something before the objects': () => assemblePdf(plain, { begin: '%PDF-1.7\nMZ\n' }),
  'a long comment': () => assemblePdf(plain, { begin: `%PDF-1.7\n%${'<script>'.repeat(200)}\n` }),
  'an object without an end': () => assemblePdf([...plain, '5 0 obj\n<< /A 1 >>\n']),
  'a word in place of a value': () => assemblePdf([...plain, '5 0 obj\nfoo\nendobj\n']),
  'a stream behind a return alone': () =>
    assemblePdf([...plain, '5 0 obj\n<< /Length 1 >>\nstream\rx\nendstream\nendobj\n']),
  'half a file': () => assemblePdf(plain).subarray(0, 200),
  'no end': () => Buffer.concat(['%PDF-1.7\n', ...plain].map((part) => Buffer.from(part))),
}
