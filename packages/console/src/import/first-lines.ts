const shownLines = 6
const shownCharacters = 400
/** Enough for some lines of any file; of a packed one too. */
const readBytes = 64 * 1024

/** The first lines of a text file, plain or gzip; null where it is none (a workbook). */
export async function firstLines(file: Blob): Promise<string[] | null> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer())
  const packed = first === 0x1f && second === 0x8b
  const stream = file.slice(0, readBytes).stream()
  const bytes = await upTo(
    packed ? stream.pipeThrough(new DecompressionStream('gzip')) : stream,
    readBytes,
  )
  const text = new TextDecoder().decode(bytes)
  // A workbook is a packed folder, and no text has null characters.
  if (text.startsWith('PK\u0003\u0004') || text.includes('\0')) return null
  return text
    .split(/\r?\n/)
    .slice(0, shownLines)
    .map((line) => (line.length > shownCharacters ? `${line.slice(0, shownCharacters)}…` : line))
}

async function upTo(stream: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  try {
    for await (const part of stream) {
      parts.push(part)
      size += part.length
      if (size >= most) break
    }
  } catch {
    // The end of a packed file is cut off: what came before it is what is shown.
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
