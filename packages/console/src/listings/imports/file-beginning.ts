/** Enough for the first rows of any file. */
const readBytes = 512 * 1024

/** The start of a file, enough to show its rows. */
export type Beginning = {
  bytes: Blob
  /** True if the file continues, so that its last row may be cut off. */
  cut: boolean
}

/** Reads the start of a file, unpacked; a workbook has to be read whole. */
export async function beginningOf(file: Blob): Promise<Beginning> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer())
  const isWorkbook = first === 0x50 && second === 0x4b
  if (isWorkbook) return { bytes: file, cut: false }
  const isPacked = first === 0x1f && second === 0x8b
  if (!isPacked) return { bytes: file.slice(0, readBytes), cut: file.size > readBytes }
  return unpackedBeginning(file)
}

async function unpackedBeginning(file: Blob): Promise<Beginning> {
  const parts: BlobPart[] = []
  let size = 0
  let cut = false
  const part = file.slice(0, readBytes)
  try {
    for await (const piece of part.stream().pipeThrough(new DecompressionStream('gzip'))) {
      parts.push(piece)
      size += piece.length
      if (size > readBytes) {
        cut = true
        break
      }
    }
  } catch {
    // The compressed data was cut off or is damaged; importing the whole file will tell.
    cut = true
  }
  return { bytes: new Blob(parts).slice(0, readBytes), cut: cut || file.size > readBytes }
}
