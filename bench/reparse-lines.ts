import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'

/** The physical limit of a line filter: reads NDJSON, parses and writes every row again. */
const [input = '', output = ''] = process.argv.slice(2)

await pipeline(
  createReadStream(input, { highWaterMark: 512 * 1024 }),
  async function* (chunks: AsyncIterable<Buffer>) {
    let rest: Buffer = Buffer.alloc(0)
    for await (const chunk of chunks) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      const end = bytes.lastIndexOf(10) + 1
      rest = bytes.subarray(end)
      const text = bytes.toString('utf8', 0, end)
      const rows: string[] = []
      for (const line of text.split('\n'))
        if (line !== '') rows.push(JSON.stringify(JSON.parse(line)))
      yield `${rows.join('\n')}\n`
    }
  },
  createWriteStream(output),
)
