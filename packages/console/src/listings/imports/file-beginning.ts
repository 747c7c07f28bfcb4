/** Enough for the first rows of any file. */
const readBytes = 512 * 1024

/** As much of a file as shows what its rows are. */
export type Beginning = {
  bytes: Blob
  /** True where the file goes on, so that its last row may be broken off. */
  cut: boolean
}

/** The beginning of a file, unpacked; a workbook can only be read whole. */
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
    // The end of the packed file is cut off, or it is damaged: the whole file tells.
    cut = true
  }
  return { bytes: new Blob(parts).slice(0, readBytes), cut: cut || file.size > readBytes }
}
