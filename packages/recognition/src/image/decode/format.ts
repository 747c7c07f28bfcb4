/** Formats that are read, each with the name by which the decoder must know the same bytes. */
export const readFormats = {
  jpeg: 'JPEG',
  png: 'PNG',
  webp: 'WebP',
  gif: 'GIF',
  avif: 'AVIF',
  tiff: 'TIFF',
} as const
export type ReadFormat = keyof typeof readFormats

export type Format = { read: ReadFormat } | { refused: string }

/** The first bytes of a format, as text of one byte per letter; a dot stands for any byte. */
const beginnings: [beginning: string, format: Format][] = [
  ['\xff\xd8\xff', { read: 'jpeg' }],
  ['\x89PNG\r\n\x1a\n', { read: 'png' }],
  ['RIFF....WEBP', { read: 'webp' }],
  ['GIF87a', { read: 'gif' }],
  ['GIF89a', { read: 'gif' }],
  ['II*\0', { read: 'tiff' }],
  ['MM\0*', { read: 'tiff' }],
  ['II+\0', { read: 'tiff' }],
  ['MM\0+', { read: 'tiff' }],
  ['\xff\x0a', { refused: 'JPEG XL' }],
  ['\0\0\0\x0cJXL ', { refused: 'JPEG XL' }],
  ['\0\0\0\x0cjP  ', { refused: 'JPEG 2000' }],
  ['8BPS', { refused: 'Photoshop' }],
  ['%PDF', { refused: 'PDF' }],
  ['BM', { refused: 'BMP' }],
]

const avifBrands = new Set(['avif', 'avis'])
const heifBrands = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'])
const markup = /^\s*<(\?xml|!doctype|!--|svg|html)/i

/**
 * The format according to the bytes themselves, whatever the file's name; undefined if they are no common picture
 * format.
 */
export function formatOf(bytes: Uint8Array): Format | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 512))
  const known = beginnings.find(([beginning]) =>
    Array.from(beginning).every((letter, at) => letter === '.' || letter === head[at]),
  )
  if (known !== undefined) return known[1]
  if (head.startsWith('ftyp', 4)) return heifFormat(bytes, head)
  const text = head.replace(/^\xef\xbb\xbf/, '')
  if (!markup.test(text)) return undefined
  return { refused: /<svg/i.test(text) ? 'SVG' : 'XML or HTML' }
}

/** The box at the front names the main brand and, after four bytes, those it agrees with. */
function heifFormat(bytes: Uint8Array, head: string): Format | undefined {
  const size = Math.min(bytes.length, head.length, ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0))
  const brands = [head.slice(8, 12)]
  for (let at = 16; at + 4 <= size; at += 4) brands.push(head.slice(at, at + 4))
  if (brands.some((brand) => avifBrands.has(brand))) return { read: 'avif' }
  return brands.some((brand) => heifBrands.has(brand)) ? { refused: 'HEIC' } : undefined
}
