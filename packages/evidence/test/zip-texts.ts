import { fromBufferPromise } from 'yauzl'

/** The files of an archive as texts, by path. */
export async function zipTexts(bytes: Buffer): Promise<Record<string, string>> {
  const zip = await fromBufferPromise(bytes, { lazyEntries: true })
  const texts: Record<string, string> = {}
  for await (const entry of zip.eachEntry()) {
    const stream: AsyncIterable<Buffer> = await zip.openReadStreamPromise(entry)
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(chunk)
    texts[entry.fileName] = Buffer.concat(chunks).toString('utf8')
  }
  return texts
}
