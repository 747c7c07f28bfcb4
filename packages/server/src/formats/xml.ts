import { SaxesParser } from 'saxes'
import { showFound } from '@touchstone/contract'
import { peek } from './bytes.ts'
import { ReadingStopped, showBytes, type Bytes } from './row.ts'
import { detectEncoding, isKnownEncoding, markLength } from './table/index.ts'

export type XmlLimits = {
  depth: number
  /** Characters of one text, comment, name or tag. */
  textCharacters: number
}

export type XmlHandler = {
  /** `name` as it is written, with its prefix. */
  open(name: string, attributes: Record<string, string>, line: number): void
  text(text: string): void
  close(name: string): void
}

/**
 * Walks through an XML document as its bytes come and yields after each piece, so that the caller
 * can hand on what the handler has gathered. A document type is refused, and with it every entity
 * but the five of XML; so is what is not well formed, from that place on.
 */
export async function* walkXml(
  bytes: Bytes,
  handler: XmlHandler,
  limits: XmlLimits,
): AsyncGenerator<void> {
  const { start, all } = await peek(bytes, 1024)
  const encoding = encodingOf(start)
  const decoder = new TextDecoder(encoding)
  const walker = new XmlWalker(handler, limits)
  try {
    for await (const chunk of all) {
      walker.write(decoder.decode(chunk, { stream: true }))
      yield
    }
    walker.write(decoder.decode())
    walker.end()
  } catch (error) {
    // What was gathered before the fault is handed on first.
    yield
    throw error
  }
  yield
}

class XmlWalker {
  private readonly parser = new SaxesParser()
  private readonly limits: XmlLimits
  private depth = 0
  private quiet = 0
  private sawRoot = false

  constructor(handler: XmlHandler, limits: XmlLimits) {
    this.limits = limits
    const { parser } = this
    const heard = (): void => {
      this.quiet = 0
    }
    parser.on('error', (error) => {
      throw this.malformed(error.message)
    })
    parser.on('doctype', () => {
      throw this.stopped(
        'declares a document type (DOCTYPE), which is refused: entities can be made to expand without end',
        'remove the DOCTYPE and write characters as they are',
      )
    })
    parser.on('opentag', ({ name, attributes }) => {
      heard()
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
      heard()
      handler.text(text)
    })
    parser.on('cdata', (text) => {
      heard()
      handler.text(text)
    })
    parser.on('closetag', ({ name }) => {
      heard()
      this.depth--
      handler.close(name)
    })
    parser.on('comment', heard)
    parser.on('processinginstruction', heard)
  }

  write(text: string): void {
    this.quiet += text.length
    if (this.quiet > this.limits.textCharacters + text.length) {
      throw this.stopped(
        `holds a text longer than ${showBytes(this.limits.textCharacters)}`,
        'shorten it or leave it out',
      )
    }
    this.parser.write(text)
  }

  end(): void {
    if (!this.sawRoot) throw this.stopped('holds no element', 'write an XML document')
    this.parser.close()
  }

  private stopped(problem: string, mend: string): ReadingStopped {
    const found = `line ${this.parser.line}`
    return new ReadingStopped({ problem, found, mend }, this.parser.line)
  }

  private malformed(message: string): ReadingStopped {
    const words = message.replace(/^\d+:\d+: /, '').replace(/\.$/, '')
    return this.stopped(
      `is not well-formed XML: ${words}`,
      'write it by a program for XML, which closes tags and escapes & and <',
    )
  }
}

function encodingOf(start: Buffer): string {
  for (const encoding of ['utf-8', 'utf-16le', 'utf-16be']) {
    if (markLength(start, encoding) > 0) return encoding
  }
  const stated = /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(
    start.toString('latin1'),
  )?.[1]
  if (stated === undefined) {
    const found = detectEncoding(start)
    return found.startsWith('utf-16') ? found : 'utf-8'
  }
  if (!isKnownEncoding(stated)) {
    throw new ReadingStopped({
      problem: 'states an encoding that is not known',
      found: showFound(stated),
      mend: 'write it as UTF-8',
    })
  }
  return stated
}
