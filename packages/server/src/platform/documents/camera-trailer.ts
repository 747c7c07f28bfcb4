import { isUtf8 } from 'node:buffer'
import { readJpeg } from './jpeg.ts'
import { isFilm } from './motion-film.ts'

/**
 * True for what cameras append to a photo, read to its last byte: more photos (CIPA DC-007), a short film (Android’s
 * Motion Photo format 1.0), padding, and Samsung’s trailer after all of it. None of them may contain an archive.
 */
export function isOfCamera(content: Buffer, from: number): boolean {
  if (from === content.length) return true
  const end = startOfTrailer(content, from)
  return end !== undefined && holdsNoArchive(content, from) && isOfPictures(content, from, end)
}

/** Photos with padding between them, and one film at the end. */
function isOfPictures(content: Buffer, from: number, end: number): boolean {
  for (let at = from; ;) {
    while (at < end && (content[at] === 0 || isFill(content, at))) {
      if (isFilm(content, at, end)) return true
      at++
    }
    if (at >= end) return at === end
    const next = content[at] === 0xff ? readJpeg(content, at) : undefined
    if (next === undefined || next.end > end) return false
    at = next.end
  }
}

/** Padding of 0xff bytes between photos, which start with one. */
function isFill(content: Buffer, at: number): boolean {
  return content[at] === 0xff && content[at + 1] !== 0xd8
}

const longestText = 64 * 1024
/** No program fits in so few bytes. */
const longestNumbers = 64

/**
 * Start of Samsung’s trailer, whose directory is at the end of the file (SEFH … SEFT), or else the end of the file;
 * undefined if its entries do not cover it exactly, or are not pictures, films and short text.
 */
function startOfTrailer(content: Buffer, from: number): number | undefined {
  const { length } = content
  if (content.toString('latin1', length - 4) !== 'SEFT') return length
  const size = length - from >= 20 ? content.readUInt32LE(length - 8) : 0
  const directory = length - 8 - size
  if (size < 24 || directory < from) return undefined
  if (content.toString('latin1', directory, directory + 4) !== 'SEFH') return undefined
  const count = content.readUInt32LE(directory + 8)
  if (12 + 12 * count !== size) return undefined
  const blocks = Array.from({ length: count }, (_, index) => {
    const entry = directory + 12 + 12 * index
    const at = directory - content.readUInt32LE(entry + 4)
    return { entry, at, end: at + content.readUInt32LE(entry + 8) }
  }).toSorted((a, b) => a.at - b.at)
  const [start = directory] = blocks.map(({ at }) => at)
  let last = start
  for (const block of blocks) {
    const isNext = block.at === last && block.at >= from && block.end <= directory
    if (!isNext || !isBlock(content, block)) return undefined
    last = block.end
  }
  return last === directory ? start : undefined
}

/** A block starts like its entry; then come the length of its name, the name and the content. */
function isBlock(
  content: Buffer,
  { entry, at, end }: Record<'entry' | 'at' | 'end', number>,
): boolean {
  if (end - at < 8 || content.readUInt32LE(at) !== content.readUInt32LE(entry)) return false
  const from = at + 8 + content.readUInt32LE(at + 4)
  if (from > end || !/^\w{1,60}$/.test(content.toString('latin1', at + 8, from))) return false
  if (end - from <= longestNumbers) return true
  if (content.readUInt16BE(from) === 0xffd8) return isOfPictures(content, from, end)
  return isFilm(content, from, end) || isText(content.subarray(from, end))
}

/** Text without markup and, except for white space and a final zero, without control characters. */
function isText(bytes: Buffer): boolean {
  const words = bytes.at(-1) === 0 ? bytes.subarray(0, -1) : bytes
  const isWritten = (byte: number): boolean =>
    byte < 0x20 ? byte === 0x09 || byte === 0x0a || byte === 0x0d : byte !== 0x3c && byte !== 0x7f
  return words.length <= longestText && isUtf8(words) && words.every(isWritten)
}

/** Signatures by which programs find archives in any file. */
export const archives = ['Rar!\u001a\u0007', '7z\u00bc\u00af\u0027\u001c', 'PK\u0005\u0006\0\0\0\0']
/** Compression methods of ZIP entries: others are bytes of a film that look like one. */
const zipMethods = new Set([0, 8, 9, 12, 14, 93, 95, 98])

/** Programs find archives anywhere in a file. */
function holdsNoArchive(content: Buffer, from: number): boolean {
  if (archives.some((mark) => content.includes(mark, from, 'latin1'))) return false
  const mark = 'PK\u0003\u0004'
  for (let at = content.indexOf(mark, from, 'latin1'); at >= 0;) {
    const isWhole = at + 30 <= content.length
    if (
      isWhole &&
      content.readUInt16LE(at + 4) < 100 &&
      zipMethods.has(content.readUInt16LE(at + 8))
    )
      return false
    at = content.indexOf(mark, at + 1, 'latin1')
  }
  return true
}
