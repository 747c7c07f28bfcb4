import { isUtf8 } from 'node:buffer'
import { parseJsonText, showFound, type Fault } from '@touchstone/contract'
import { LabelBook, parseLabel } from '@touchstone/evaluation'
import type { ProgramIo } from './program-io.ts'
import {
  cutBlocks,
  defaultMaxLineBytes,
  openInput,
  oversizeReject,
  type Reject,
} from './stream/index.ts'

export type LabelFile = {
  name: string
  book: LabelBook
  /** Rows without a label: `"label": null`. */
  unlabelled: number
  rejects: Reject[]
}

/**
 * Reads a file of labels: NDJSON, plain or gzip. An invalid line becomes a reject and reading continues; with
 * `strict` it ends there. Throws a TouchstoneError if the file cannot be read to its end.
 */
export async function readLabels(
  io: Pick<ProgramIo, 'stdin'>,
  path: string,
  { signal, strict = false }: { signal: AbortSignal; strict?: boolean },
): Promise<LabelFile> {
  const input = await openInput(io, path, signal)
  const file: LabelFile = { name: input.name, book: new LabelBook(), unlabelled: 0, rejects: [] }
  try {
    for await (const block of cutBlocks(input.chunks)) {
      if (block.kind === 'oversize') {
        file.rejects.push(oversizeReject(block.line, defaultMaxLineBytes))
      } else {
        let line = block.firstLine
        for (const bytes of linesOf(Buffer.from(block.bytes.buffer))) {
          readLabel(file, bytes, line++)
          if (strict && file.rejects.length > 0) return file
        }
      }
      if (strict && file.rejects.length > 0) return file
    }
  } finally {
    await input.close()
  }
  return file
}

function* linesOf(bytes: Buffer): Generator<Buffer> {
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(0x0a, from)
    const to = end === -1 ? bytes.length : end
    yield bytes.subarray(from, to)
    from = to + 1
  }
}

function readLabel(file: LabelFile, bytes: Buffer, line: number): void {
  const text = bytes.toString('utf8')
  if (text.trim() === '') return
  const place = { line, pointer: '', found: showFound(text) }
  if (!isUtf8(bytes)) {
    file.rejects.push({ ...place, reason: 'is not valid UTF-8', remedy: 'write the file as UTF-8' })
    return
  }
  let value: unknown
  try {
    value = parseJsonText(text)
  } catch {
    const remedy = 'write one complete JSON object per line: {"listing": "a1", "label": 1}'
    file.rejects.push({ ...place, reason: 'is not JSON', remedy })
    return
  }
  const parsed = parseLabel(value)
  if (parsed.kind === 'label') file.book.add(parsed.label)
  else if (parsed.kind === 'unlabelled') file.unlabelled++
  else file.rejects.push(labelReject(parsed.faults, line))
}

/** Reports a label's first fault like one of a listing. */
export function labelReject([first, ...rest]: readonly Fault[], line: number): Reject {
  return {
    line,
    pointer: first?.pointer ?? '',
    reason: first?.problem ?? 'is not a label',
    found: first?.found ?? 'nothing',
    remedy: first?.remedy ?? 'write {"listing": "a1", "label": 1}',
    ...(rest.length > 0 && {
      also: rest.slice(0, 9).map(({ pointer, problem }) => ({ pointer, reason: problem })),
    }),
  }
}
