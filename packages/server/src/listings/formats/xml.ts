import { SaxesParser } from 'saxes'
import { showFound } from '@touchstone/contract'
import { peek } from './bytes.ts'
import { ReadingStopped, formatBytes, type Bytes } from './row.ts'
import {
  EncodingUnclear,
  findEncoding,
  isKnownEncoding,
  markedEncoding,
  plainEncoding,
  StrictDecoder,
  unknownEncoding,
  type Decoded,
} from './table/index.ts'

export type XmlLimits = {
  depth: number
  /** Characters of one text, comment, name or tag. */
  textCharacters: number
}

export type XmlHandler = {
  /** `name` includes the prefix. */
  open(name: string, attributes: Record<string, string>, line: number): void
  text(text: string): void
  close(name: string): void
}

/** Enough bytes to detect an undeclared encoding. */
const sampleBytes = 64 * 1024

/** An XML document and its encoding. */
export type XmlDocument = { all: AsyncGenerator<Uint8Array>; encoding: string }

/**
 * Opens an XML document. A byte order mark overrides the encoding stated beside the document, and that overrides the
 * document's declaration (RFC 7303, section 3). Without any it must be UTF-8 or UTF-16; otherwise it is rejected with
 * its likely encodings.
 */
export async function openXml(bytes: Bytes, stated?: string): Promise<XmlDocument> {
  const { start, all } = await peek(bytes, sampleBytes)
  return { all, encoding: await encodingOf(start, stated) }
}

/**
 * Parses an XML document as its bytes arrive and yields after each chunk, so that the caller can pass on what the
 * handler collected. Rejects a document type, and therefore all entities except XML's five, and stops at the first
 * place that is malformed or invalid in its encoding.
 */
export async function* walkXml(
  document: Bytes | XmlDocument,
  handler: XmlHandler,
  limits: XmlLimits,
): AsyncGenerator<void> {
  const { all, encoding } = 'all' in document ? document : await openXml(document)
  const decoder = new StrictDecoder(encoding)
  const walker = new XmlWalker(handler, limits)
  try {
    for await (const chunk of all) {
      walker.read(decoder.decode(chunk), decoder.encoding)
      yield
    }
    walker.read(decoder.decode(), decoder.encoding)
    walker.end()
  } catch (error) {
    // Passes on what was collected before the fault.
    yield
    throw error
  }
  yield
}

/** A text without an end is abandoned after this many characters, whatever the chunks. */
const pieceCharacters = 512

class XmlWalker {
  private readonly parser = new SaxesParser()
  private readonly limits: XmlLimits
  private depth = 0
  private quiet = 0
  private sawRoot = false

  constructor(handler: XmlHandler, limits: XmlLimits) {
    this.limits = limits
    const { parser } = this
    const onData = (): void => {
      this.quiet = 0
    }
    parser.on('error', (error) => {
      throw this.malformed(error.message)
    })
    parser.on('doctype', () => {
      throw this.stopped(
        'declares a document type (DOCTYPE), which is refused because its entities can expand without end',
        'remove the DOCTYPE and write characters as they are',
      )
    })
    parser.on('opentag', ({ name, attributes }) => {
      onData()
      this.sawRoot = true
      if (++this.depth > limits.depth) {
        throw this.stopped(
          `is nested deeper than ${limits.depth} levels`,
          'write a flatter document',
        )
      }
      handler.open(name, attributes, parser.line)
    })
    parser.on('text', (text) => {
      onData()
      handler.text(text)
    })
    parser.on('cdata', (text) => {
      onData()
      handler.text(text)
    })
    parser.on('closetag', ({ name }) => {
      onData()
      this.depth--
      handler.close(name)
    })
    parser.on('comment', onData)
    parser.on('processinginstruction', onData)
  }

  read({ text, isBroken }: Decoded, encoding: string): void {
    for (let from = 0; from < text.length; from += pieceCharacters) {
      this.write(text.slice(from, from + pieceCharacters))
    }
    if (!isBroken) return
    throw this.stopped(
      `contains bytes that are not ${encoding}`,
      'state its actual encoding in the declaration, or save it as UTF-8',
    )
  }

  private write(text: string): void {
    this.quiet += text.length
    if (this.quiet > this.limits.textCharacters + text.length) {
      throw this.stopped(
        `contains a text longer than ${formatBytes(this.limits.textCharacters)}`,
        'shorten it or leave it out',
      )
    }
    this.parser.write(text)
  }

  end(): void {
    if (!this.sawRoot) throw this.stopped('holds no element', 'write an XML document')
    this.parser.close()
  }

  private stopped(problem: string, remedy: string): ReadingStopped {
    const found = `line ${this.parser.line}`
    return new ReadingStopped({ problem, found, remedy }, this.parser.line)
  }

  private malformed(message: string): ReadingStopped {
    const words = message.replace(/^\d+:\d+: /, '').replace(/\.$/, '')
    return this.stopped(
      `is not well-formed XML: ${words}`,
      'write it with a program for XML, which closes tags and escapes & and <',
    )
  }
}

async function encodingOf(start: Buffer, stated: string | undefined): Promise<string> {
  const marked = markedEncoding(start)
  if (marked !== undefined) return marked
  if (stated !== undefined) {
    if (!isKnownEncoding(stated)) throw unknownEncoding(stated)
    return stated
  }
  const declared = declaredEncoding(start)
  if (declared !== undefined) return declared
  const plain = plainEncoding(start)
  if (plain?.startsWith('utf-')) return plain
  throw new EncodingUnclear((await findEncoding(start)).readings)
}

/** The encoding in the document's declaration, if readable. */
function declaredEncoding(start: Buffer): string | undefined {
  const label = /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(
    start.toString('latin1', 0, 1024),
  )?.[1]
  if (label === undefined) return undefined
  if (!isKnownEncoding(label)) {
    throw new ReadingStopped({
      problem: 'states an unknown encoding',
      found: showFound(label),
      remedy: 'write it as UTF-8',
    })
  }
  // A declaration readable byte by byte is not in a two-byte encoding.
  return new TextDecoder(label).encoding.startsWith('utf-16') ? 'utf-8' : label
}
