import { deflateSync } from 'node:zlib'

/** A PDF whose catalog has these entries too, and whose further objects are these. */
export function pdf(
  words: string,
  { catalog = '', objects = [] as (string | Buffer)[] } = {},
): Buffer {
  const parts = [
    '%PDF-1.7\n',
    `1 0 obj\n<< /Type /Catalog /Pages 2 0 R ${catalog} >>\nendobj\n`,
    '2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n',
    `3 0 obj\n(${words})\nendobj\n`,
    ...objects,
    'trailer\n<< /Root 1 0 R >>\n%%EOF\n',
  ]
  return Buffer.concat(parts.map((part) => Buffer.from(part)))
}

/** An object stream that holds this text, deflated. */
export function packedObjects(text: string | Buffer, kind = '/ObjStm'): Buffer {
  const body = deflateSync(text)
  const head = `9 0 obj\n<< /Type ${kind} /N 1 /First 4 /Filter /FlateDecode /Length ${body.length} >>\nstream\n`
  return Buffer.concat([Buffer.from(head), body, Buffer.from('\nendstream\nendobj\n')])
}

/** The beginning of a PNG that says it has so many points. */
export function png(width: number, height: number): Buffer {
  const header = Buffer.alloc(25)
  header.writeUInt32BE(13, 0)
  header.write('IHDR', 4, 'latin1')
  header.writeUInt32BE(width, 8)
  header.writeUInt32BE(height, 12)
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), header])
}

/** The beginning of a JPEG that says it has so many points. */
export function jpeg(width: number, height: number): Buffer {
  const frame = Buffer.from([
    0xff, 0xc0, 0, 17, 8, 0, 0, 0, 0, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1,
  ])
  frame.writeUInt16BE(height, 5)
  frame.writeUInt16BE(width, 7)
  const begin = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2])
  return Buffer.concat([begin, frame, Buffer.alloc(12)])
}
