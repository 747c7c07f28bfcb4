import type { DocumentType } from '@touchstone/contract'

const extensions: Record<DocumentType, readonly [string, ...string[]]> = {
  'application/pdf': ['pdf'],
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg', 'jpe', 'jfif'],
}

/** In UTF-8: file systems allow 255, and browsers add a few to a name in use. */
const maxBytes = 200

/** Windows device names, which files must not have before the first dot. */
const reserved = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)$/i

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * The name for display and saving: the sender's, without a path, without invisible and direction characters, and with
 * exactly the extension of its actual type.
 */
export function documentName(sent: string, mediaType: DocumentType): string {
  const [extension] = extensions[mediaType]
  const bare = sent
    .replace(/^.*[/\\]/s, '')
    .replace(/[\p{C}\p{Default_Ignorable_Code_Point}"<>:|?*]/gu, '')
    .normalize('NFC')
    // Last, so that spaces on both sides of a removed character are joined.
    .replace(/[\p{Z}\u2800]+/gu, ' ')
  const stem = trimmed(withoutExtension(bare, mediaType))
    .replace(/\.{2,}/g, '.')
    .replace(/\.(?=[\p{N}\p{M}]*\p{L})/gu, '_')
  const short = trimmed(shortened(stem, maxBytes - extension.length - 2))
  const [first = ''] = short.split('.')
  const isReserved = reserved.test(first.trim())
  return `${isReserved ? '_' : ''}${short === '' ? 'document' : short}.${extension}`
}

/** Leading and trailing dots and spaces: some systems drop them, others hide such files. */
function trimmed(name: string): string {
  return withoutTail(name).replace(/^[. ]+/, '')
}

function withoutTail(name: string): string {
  return name.replace(/(?<![. ])[. ]+$/, '')
}

/** Removes an extension that repeats the type. */
function withoutExtension(name: string, mediaType: DocumentType): string {
  let rest = withoutTail(name)
  for (;;) {
    const lower = rest.toLowerCase()
    const ending = extensions[mediaType].find((extension) => lower.endsWith(`.${extension}`))
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
