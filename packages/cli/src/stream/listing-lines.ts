import type { Listing } from '@touchstone/contract'
import { cutBlocks, defaultMaxLineBytes } from './blocks.ts'
import type { Input } from './input.ts'
import { oversizeReject, screenLine, type Reject } from './screen-block.ts'

/** The lines of a block, without line ends. */
export function* linesOf(bytes: Buffer): Generator<Buffer> {
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(0x0a, from)
    const to = end === -1 ? bytes.length : end
    yield bytes.subarray(from, to)
    from = to + 1
  }
}

/** Each line of an input in order, as a listing or a fault; blank lines are skipped. */
export async function* listingsOf(
  input: Input,
): AsyncGenerator<{ listing: Listing; line: number } | { reject: Reject }> {
  for await (const block of input.table?.blocks() ?? cutBlocks(input.chunks)) {
    if (block.kind === 'reject') {
      yield { reject: block.reject }
      continue
    }
    if (block.kind === 'oversize') {
      yield { reject: oversizeReject(block.line, defaultMaxLineBytes) }
      continue
    }
    let line = block.firstLine
    for (const bytes of linesOf(Buffer.from(block.bytes.buffer))) {
      const result = screenLine(bytes, line)
      if (result !== undefined) yield 'listing' in result ? { ...result, line } : result
      line++
    }
  }
}
