import type { DocumentType } from '@touchstone/contract'

const extensions: Record<DocumentType, readonly [string, ...string[]]> = {
  'application/pdf': ['pdf'],
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg', 'jpe', 'jfif'],
}

/** Of UTF-8: file systems hold 255, and a browser adds a few where a name is taken. */
const maxBytes = 200

/** Devices of Windows, which no file may be called whatever follows the first dot. */
const reserved = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)$/i

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * The name under which a document is shown and saved: what its sender called it, without a path, without signs that
 * are not seen or that turn its direction, and with the one extension of what its bytes are.
 */
export function documentName(sent: string, mediaType: DocumentType): string {
  const [extension] = extensions[mediaType]
  const bare = sent
    .replace(/^.*[/\\]/s, '')
    .replace(/[\p{C}\p{Default_Ignorable_Code_Point}"<>:|?*]/gu, '')
    .normalize('NFC')
    // Last, so that the spaces on both sides of a removed character become one.
    .replace(/[\p{Z}\u2800]+/gu, ' ')
  const stem = trimmed(withoutExtension(bare, mediaType))
    .replace(/\.{2,}/g, '.')
    .replace(/\.(?=[\p{N}\p{M}]*\p{L})/gu, '_')
  const short = trimmed(shortened(stem, maxBytes - extension.length - 2))
  const [first = ''] = short.split('.')
  const isReserved = reserved.test(first.trim())
  return `${isReserved ? '_' : ''}${short === '' ? 'document' : short}.${extension}`
}

/** Dots and spaces at its ends are dropped by some systems, and hide it in others. */
function trimmed(name: string): string {
  return withoutTail(name).replace(/^[. ]+/, '')
}

function withoutTail(name: string): string {
  return name.replace(/(?<![. ])[. ]+$/, '')
}

/** A name that says what the document is says it once. */
function withoutExtension(name: string, mediaType: DocumentType): string {
  let rest = withoutTail(name)
  for (;;) {
    const lower = rest.toLowerCase()
    const ending = extensions[mediaType].find((one) => lower.endsWith(`.${one}`))
    if (ending === undefined) return rest
    rest = withoutTail(rest.slice(0, -ending.length - 1))
  }
}

function shortened(name: string, most: number): string {
  let [short, bytes] = ['', 0]
  for (const { segment } of characters.segment(name)) {
    bytes += Buffer.byteLength(segment)
    if (bytes > most) break
    short += segment
  }
  return short
}
