import { deflateSync } from 'node:zlib'
import { assemblePdf, stream } from './pdf-files.ts'

/** A PDF whose catalog has these entries too, and whose further objects are these. */
export function pdf(
  words: string,
  { catalog = '', objects = [] as (string | Buffer)[] } = {},
): Buffer {
  return assemblePdf([
    `1 0 obj\n<< /Type /Catalog /Pages 2 0 R ${catalog} >>\nendobj\n`,
    '2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n',
    `3 0 obj\n(${words})\nendobj\n`,
    ...objects,
  ])
}

/** A PDF with one page that shows these words, whose catalog and page have these entries too. */
export function drawnPdf(words: string, { catalog = '', page = '' } = {}): Buffer {
  return assemblePdf([
    `1 0 obj\n<< /Type /Catalog /Pages 2 0 R ${catalog} >>\nendobj\n`,
    '2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n',
    `3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R
      /Resources << /Font << /F1 5 0 R >> >> ${page} >>\nendobj\n`,
    stream(4, '', `BT /F1 18 Tf 20 150 Td (${words}) Tj ET`),
    '5 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\n',
  ])
}

/** An object stream that holds this text as an object, deflated. */
export function packedObjects(text: string | Buffer, kind = '/ObjStm'): Buffer {
  const body = deflateSync(Buffer.concat([Buffer.from('7 0 '), Buffer.from(text)]))
  const head = `9 0 obj\n<< /Type ${kind} /N 1 /First 4 /Filter /FlateDecode /Length ${body.length} >>\nstream\n`
  return Buffer.concat([Buffer.from(head), body, Buffer.from('\nendstream\nendobj\n')])
}

/** A PNG that declares this many pixels, with a private chunk of this many bytes. */
export function png(width: number, height: number, { bytes = 0 } = {}): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const chunks = [chunk('IHDR', header), chunk('prVt', Buffer.alloc(bytes)), chunk('IEND')]
  return Buffer.concat([signature, ...chunks])
}

function chunk(type: string, data = Buffer.alloc(0)): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)])
}

/** A JPEG that declares this many pixels, with a scan of a few bytes. */
export function jpeg(width: number, height: number): Buffer {
  const frame = Buffer.from([
    0xff, 0xc0, 0, 17, 8, 0, 0, 0, 0, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1,
  ])
  frame.writeUInt16BE(height, 5)
  frame.writeUInt16BE(width, 7)
  const begin = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2])
  const scan = Buffer.from([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 1, 2, 0xff, 0, 0xff, 0xd0, 3])
  return Buffer.concat([begin, frame, scan, Buffer.from([0xff, 0xd9])])
}

/** A short film as phones append it to a photo, with these boxes after or in place of its own. */
export function film(boxes: Readonly<Record<string, Buffer>> = {}): Buffer {
  const media = box(
    'mdia',
    box('mdhd', Buffer.alloc(24)),
    box('minf', box('stbl', box('stco', Buffer.alloc(8)))),
  )
  const usual = {
    ftyp: Buffer.from('mp42\0\0\0\0isommp42'),
    mdat: Buffer.from('pictures'.repeat(20)),
    moov: Buffer.concat([
      box('mvhd', Buffer.alloc(100)),
      box('trak', box('tkhd', Buffer.alloc(84)), media),
      box('udta', box('auth', Buffer.from('a phone'))),
    ]),
    free: Buffer.alloc(30),
  }
  return Buffer.concat(
    Object.entries({ ...usual, ...boxes }).map(([type, boxContents]) => box(type, boxContents)),
  )
}

function box(type: string, ...parts: Buffer[]): Buffer {
  const bytes = Buffer.concat(parts)
  const head = Buffer.alloc(8)
  head.writeUInt32BE(bytes.length + 8)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, bytes])
}

/** The trailer that Samsung phones append to a photo: blocks of a type, a name and data, and their directory. */
export function samsungTrailer(entries: readonly (readonly [number, string, Buffer])[]): Buffer {
  const blocks = entries.map(([type, name, bytes]) => {
    const head = Buffer.alloc(8)
    head.writeUInt16LE(type, 2)
    head.writeUInt32LE(name.length, 4)
    return Buffer.concat([head, Buffer.from(name), bytes])
  })
  const directory = Buffer.alloc(12 + 12 * blocks.length)
  directory.write('SEFH')
  directory.writeUInt32LE(106, 4)
  directory.writeUInt32LE(blocks.length, 8)
  let distance = 0
  for (const [index, block] of [...blocks.entries()].toReversed()) {
    distance += block.length
    const entry = 12 + 12 * index
    block.copy(directory, entry, 0, 4)
    directory.writeUInt32LE(distance, entry + 4)
    directory.writeUInt32LE(block.length, entry + 8)
  }
  const end = Buffer.from('\0\0\0\0SEFT')
  end.writeUInt32LE(directory.length)
  return Buffer.concat([...blocks, directory, end])
}
