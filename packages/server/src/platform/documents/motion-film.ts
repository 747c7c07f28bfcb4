/** Boxes that contain boxes (ISO 14496-12, 4.2), and how deep a film nests them. */
const containers = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl', 'dinf', 'edts', 'mvex', 'tref'])
const mostDepth = 8
/** Boxes that describe a film's tracks. */
const described = new Set(
  (
    'mvhd iods tkhd mdhd hdlr elng vmhd smhd hmhd sthd nmhd dref elst mehd trex stsd stts ctts cslg stsc stsz stz2 stco co64 ' +
    'stss stsh sdtp subs sbgp sgpd saiz saio cdsc cdep hint sync tapt clef prof enof gmhd'
  ).split(' '),
)
/** Boxes for the maker's notes, which are short. */
const notes = new Set(['udta', 'meta', 'keys', 'ilst'])
const longestNotes = 16 * 1024
const longestDescription = 4 * 1024 * 1024
const empty = new Set(['free', 'skip', 'wide'])

type Box = { type: string; from: number; end: number }

/** True for a film made of known boxes from the first byte to the last, with description and media data. */
export function isFilm(content: Buffer, from: number, end: number): boolean {
  if (end - from < 24 || content.toString('latin1', from + 4, from + 8) !== 'ftyp') return false
  const boxes = boxesOf(content, from, end)
  if (boxes === undefined) return false
  const count = (type: string): number => boxes.filter((box) => box.type === type).length
  if (count('ftyp') !== 1 || count('moov') !== 1 || count('mdat') === 0) return false
  return boxes.every((box) => {
    if (box.type === 'ftyp') return isBrands(content, box)
    if (box.type === 'moov') return isDescription(content, box)
    return box.type === 'mdat' || isEmpty(content, box)
  })
}

/** Boxes in sequence to the last byte; undefined if malformed. */
function boxesOf(content: Buffer, from: number, end: number): Box[] | undefined {
  const boxes: Box[] = []
  for (let at = from; at < end;) {
    if (at + 8 > end) return undefined
    const stated = content.readUInt32BE(at)
    const isLong = stated === 1
    if (isLong && at + 16 > end) return undefined
    const size = isLong ? Number(content.readBigUInt64BE(at + 8)) : stated
    const head = isLong ? 16 : 8
    if (size < head || size > end - at) return undefined
    boxes.push({
      type: content.toString('latin1', at + 4, at + 8),
      from: at + head,
      end: at + size,
    })
    at += size
  }
  return boxes
}

/** A brand, its version and compatible brands, four bytes each. */
function isBrands(content: Buffer, { from, end }: Box): boolean {
  const isShort = end - from <= 256 && (end - from) % 4 === 0
  const words =
    content.toString('latin1', from, from + 4) + content.toString('latin1', from + 8, end)
  return isShort && /^[\w .\0-]*$/.test(words)
}

function isDescription(content: Buffer, film: Box): boolean {
  if (film.end - film.from > longestDescription) return false
  const boxTypes = new Set<string>()
  const areKnown = (box: Box, depth: number): boolean => {
    const boxes = depth > mostDepth ? undefined : boxesOf(content, box.from, box.end)
    return (
      boxes?.every((inner) => {
        boxTypes.add(inner.type)
        if (containers.has(inner.type)) return areKnown(inner, depth + 1)
        if (notes.has(inner.type)) return inner.end - inner.from <= longestNotes
        return described.has(inner.type) || isEmpty(content, inner)
      }) === true
    )
  }
  return areKnown(film, 0) && boxTypes.has('mvhd') && boxTypes.has('trak')
}

function isEmpty(content: Buffer, { type, from, end }: Box): boolean {
  return empty.has(type) && content.subarray(from, end).every((byte) => byte === 0)
}
